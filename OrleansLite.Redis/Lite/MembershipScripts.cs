namespace Orleans.Lite.Redis;

/// <summary>
/// The membership is one hash: <c>Version</c>, <c>Epoch</c> (a random id made with the hash), <c>Seen</c> (the last sign of life of anybody),
/// <c>silo:address</c> (the entry) and <c>lease:address</c> (until when it counts as alive), times in milliseconds of the server's clock.
/// </summary>
internal static class MembershipScripts
{
    /// <summary>
    /// ARGV: address, lease, expiry. Renews a silo's lease, and removes whose lease is over. If nobody has given a sign of life for long, it was Redis
    /// that was away: then all leases begin anew. Returns whether it is a member, version and epoch.
    /// </summary>
    public const string Renew = Prologue + """
        local lease = tonumber(ARGV[2])
        local seen = tonumber(redis.call('HGET', KEYS[1], 'Seen') or '0')
        local member = redis.call('HEXISTS', KEYS[1], 'silo:' .. ARGV[1])
        if member == 0 then return {0, redis.call('HGET', KEYS[1], 'Version') or '0', redis.call('HGET', KEYS[1], 'Epoch') or ''} end
        local till = text(now + lease)
        redis.call('HSET', KEYS[1], 'Seen', text(now))
        redis.call('HSET', KEYS[1], 'lease:' .. ARGV[1], till)
        local dropped = 0
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
          if string.sub(field, 1, 6) == 'lease:' then
            if now - seen > lease / 2 then
              redis.call('HSET', KEYS[1], field, till)
            elseif tonumber(redis.call('HGET', KEYS[1], field)) < now then
              redis.call('HDEL', KEYS[1], field, 'silo:' .. string.sub(field, 7))
              dropped = 1
            end
          end
        end
        if dropped == 1 then changed(redis.call('HINCRBY', KEYS[1], 'Version', 1)) end
        if ARGV[3] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
        return {1, redis.call('HGET', KEYS[1], 'Version'), redis.call('HGET', KEYS[1], 'Epoch')}
        """;

    /// <summary>ARGV: address, lease. A sign of life of a silo that is a member, and nothing else.</summary>
    public const string Live = Prologue + """
        if redis.call('HEXISTS', KEYS[1], 'silo:' .. ARGV[1]) == 0 then return 0 end
        redis.call('HSET', KEYS[1], 'lease:' .. ARGV[1], text(now + tonumber(ARGV[2])))
        return 1
        """;

    /// <summary>
    /// ARGV: address, entry (empty: leave), lease, the version known to the caller, an epoch if there is none, then pairs of address and entry that are
    /// entered too where they are missing. Returns the version.
    /// </summary>
    public const string Update = Prologue + """
        local till = text(now + tonumber(ARGV[3]))
        local version = math.max(tonumber(redis.call('HGET', KEYS[1], 'Version') or '0'), tonumber(ARGV[4])) + 1
        redis.call('HSETNX', KEYS[1], 'Epoch', ARGV[5])
        redis.call('HSET', KEYS[1], 'Version', text(version))
        redis.call('HSET', KEYS[1], 'Seen', text(now))
        if ARGV[2] == '' then
          redis.call('HDEL', KEYS[1], 'silo:' .. ARGV[1], 'lease:' .. ARGV[1])
        else
          redis.call('HSET', KEYS[1], 'silo:' .. ARGV[1], ARGV[2])
          redis.call('HSET', KEYS[1], 'lease:' .. ARGV[1], till)
        end
        for i = 6, #ARGV, 2 do
          if redis.call('HSETNX', KEYS[1], 'silo:' .. ARGV[i], ARGV[i + 1]) == 1 then redis.call('HSET', KEYS[1], 'lease:' .. ARGV[i], till) end
        end
        changed(version)
        return version
        """;

    /// <summary>ARGV: witness, silo. Removes a silo that a member has found dead.</summary>
    public const string DeclareDead = Prologue + """
        if redis.call('HEXISTS', KEYS[1], 'silo:' .. ARGV[1]) == 0 then return 0 end
        if redis.call('HDEL', KEYS[1], 'silo:' .. ARGV[2], 'lease:' .. ARGV[2]) == 0 then return 0 end
        changed(redis.call('HINCRBY', KEYS[1], 'Version', 1))
        return 1
        """;

    private const string Prologue = """
        redis.replicate_commands()
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local function text(number) return string.format('%.0f', number) end
        local function changed(version) redis.call('PUBLISH', KEYS[1], text(version)) end

        """;
}
