using Orleans.Realtime.Grains.Log.Maps;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>
/// What is done to a map beside a log, each in one script. Keys: the log's two and the map, a hash. Answers <c>[outcome, epoch, first, last, acked, seq, …]</c>.
/// </summary>
/// <remarks>
/// The log's hash knows the map: field <c>map:…</c> holds the position that the map reflects and how many fields it has. A map that it does not know, or that has
/// another number of fields, was left over or lost: it does not exist.
/// </remarks>
internal static class MapScripts
{
    private const string Prelude = LogScripts.Prelude + """
        local map = KEYS[3]

        local function position(name)
          local seq, count = string.match(redis.call('HGET', meta, name) or '', '^(%d+):(%d+)$')
          return seq and redis.call('HLEN', map) == tonumber(count) and tonumber(seq) or nil
        end

        """;

    /// <summary>Arguments: the hash's field, cursor, about how many fields. The cursor of the next page and the fields with their values follow.</summary>
    public static readonly RedisScript Read = new("map_read", Prelude + """
        if not load() then return {1, '', 1, 0, 0, 0, '0'} end
        local page = answer(1)
        local seq = position(ARGV[1])
        page[6], page[7] = seq or 0, '0'
        if not seq then return page end
        local scan = redis.call('HSCAN', map, ARGV[2], 'COUNT', ARGV[3])
        page[7] = scan[1]
        for i, item in ipairs(scan[2]) do page[7 + i] = item end
        return page
        """);

    /// <summary>
    /// Arguments: new epoch, known epoch, after, position, 1 to move there, the hash's field, then kind (the number of a <see cref="MapChangeKind"/>), field and value of
    /// every change.
    /// </summary>
    public static readonly RedisScript Write = new("map_write", Prelude + """
        if not load() then return {0, '', 1, 0, 0, 0} end
        local after, seq, name = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[6]
        regressed(ARGV[2], seq, ARGV[1])
        local known = position(name)
        local stored = known or 0
        if epoch ~= ARGV[2] or last < seq or stored < after or stored > seq then return {0, epoch, first, last, acked, stored} end
        if not known then redis.call('UNLINK', map) end
        for i = 7, #ARGV, 3 do
          local kind, field, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
          if kind == '0' then
            redis.call('HSET', map, field, value)
          elseif kind == '1' then
            redis.call('HDEL', map, field)
          else
            local number = tonumber(redis.call('HGET', map, field) or '')
            if not number or number < tonumber(value) then redis.call('HSET', map, field, value) end
          end
        end
        if ARGV[5] == '1' then stored = seq end
        redis.call('HSET', meta, name, num(stored) .. ':' .. redis.call('HLEN', map))
        local left = redis.call('PTTL', meta)
        if left >= 0 then redis.call('PEXPIRE', map, left) end
        return {1, epoch, first, last, acked, stored}
        """);

    /// <summary>Arguments: known epoch, the hash's field.</summary>
    public static readonly RedisScript Delete = new("map_delete", Prelude + """
        if not load() then return missing(1) end
        if epoch == ARGV[1] then
          redis.call('UNLINK', map)
          redis.call('HDEL', meta, ARGV[2])
        end
        return answer(1)
        """);
}
