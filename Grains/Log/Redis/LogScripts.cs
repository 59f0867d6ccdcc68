namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>
/// What is done to a log, each in one script and so atomically. Every script has the keys <c>log</c> (stream) and <c>meta</c> (hash) and
/// answers <c>[outcome, epoch, first, last, acked, …]</c>.
/// </summary>
/// <remarks>
/// <para>
/// The hash is the authority. Its field <c>first</c> is the oldest position that counts: the stream itself is trimmed to it by whole nodes, which is
/// cheap, so that it may hold some older entries yet, never fewer than the hash says. A stream that holds fewer was lost or damaged: the
/// log does not exist any more.
/// </para>
/// <para>
/// <c>since</c> is a lower bound of the oldest entry's time. Only when the bound is past the age limit the entries themselves are asked,
/// by galloping and bisection: times never decrease. So an append reads nothing but the hash, nearly always.
/// </para>
/// <para>
/// A recalled entry leaves the stream; its time and its envelope, with another kind, stay in the hash <c>map:erased</c>, so that the log has no hole.
/// </para>
/// <para>
/// The maps beside the log (<see cref="MapScripts"/>) are found by the hash's fields <c>map:…</c>: they expire with the log, and go when it begins anew.
/// </para>
/// </remarks>
internal static class LogScripts
{
    /// <summary>The outcome of a script that did what it should.</summary>
    public const int Done = 1;

    /// <summary>What every script begins with.</summary>
    internal const string Prelude = """
        local log, meta = KEYS[1], KEYS[2]
        local epoch, first, last, acked, since

        local function id(seq) return string.format('%.0f-0', seq) end
        local function num(n) return string.format('%.0f', n) end

        local erased = string.sub(log, 1, -4) .. 'map:erased'

        local function load()
          local m = redis.call('HMGET', meta, 'epoch', 'first', 'last', 'acked', 'since')
          epoch, first, last, acked, since = m[1], tonumber(m[2] or ''), tonumber(m[3] or ''), tonumber(m[4] or ''), tonumber(m[5] or '')
          if not (epoch and first and last and acked and since) then return false end
          local missing = last - first + 1 - redis.call('XLEN', log)
          return missing <= 0 or missing <= redis.call('HLEN', erased)
        end

        local function answer(outcome) return {outcome, epoch, first, last, acked} end
        local function missing(outcome) return {outcome, '', 1, 0, 0} end

        local function time(seq)
          local entry = redis.call('XRANGE', log, id(seq), id(seq))[1]
          if entry then return tonumber(entry[2][2]) end
          local rest = redis.call('HGET', erased, num(seq))
          return rest and tonumber(string.match(rest, '^%d+')) or 0
        end

        local function erase(seq, mark)
          local entry = redis.call('XRANGE', log, id(seq), id(seq))[1]
          if not entry or seq < first then return end
          redis.call('HSET', erased, num(seq), entry[2][2] .. ' ' .. entry[2][4] .. mark)
          redis.call('HSET', meta, 'map:erased', '0')
          redis.call('XDEL', log, id(seq))
        end

        local function retain(max, oldest)
          local before = first
          if last - first + 1 > max then first = last - max + 1 end
          if first <= last and since < oldest then
            since = time(first)
            if since < oldest then
              local old, step = first, 1
              while old + step <= last and time(old + step) < oldest do
                old, step = old + step, step * 2
              end
              local young = math.min(old + step, last + 1)
              while young - old > 1 do
                local middle = math.floor((old + young) / 2)
                if time(middle) < oldest then old = middle else young = middle end
              end
              first = young
              since = young <= last and time(young) or oldest
            end
          end
          return first > before
        end

        local function keep(max, oldest)
          local bound = since
          if retain(max, oldest) then
            redis.call('XTRIM', log, 'MINID', '~', id(first))
            redis.call('HSET', meta, 'first', num(first), 'since', num(since))
          elseif since ~= bound then
            redis.call('HSET', meta, 'since', num(since))
          end
        end

        local function keepExactly(max, oldest)
          keep(max, oldest)
          if redis.call('XLEN', log) > last - first + 1 - redis.call('HLEN', erased) then redis.call('XTRIM', log, 'MINID', id(first)) end
          for _, seq in ipairs(redis.call('HKEYS', erased)) do
            if tonumber(seq) < first then redis.call('HDEL', erased, seq) end
          end
        end

        local function maps()
          local keys = {}
          for _, field in ipairs(redis.call('HKEYS', meta)) do
            if string.sub(field, 1, 4) == 'map:' then keys[#keys + 1] = string.sub(log, 1, -4) .. field end
          end
          return keys
        end

        local function touch(key, ttl)
          local left = redis.call('PTTL', key)
          if ttl > 0 then
            local span = ttl + math.floor(ttl / 16)
            if left < ttl or left > span then
              redis.call('PEXPIRE', log, num(span))
              redis.call('PEXPIRE', meta, num(span))
              for _, map in ipairs(maps()) do redis.call('PEXPIRE', map, num(span)) end
            end
          elseif left >= 0 then
            redis.call('PERSIST', log)
            redis.call('PERSIST', meta)
            for _, map in ipairs(maps()) do redis.call('PERSIST', map) end
          end
        end

        local function regressed(expectedEpoch, expectedLast, newEpoch)
          if epoch ~= expectedEpoch or last >= expectedLast then return false end
          epoch, acked = newEpoch, math.min(acked, last)
          redis.call('HSET', meta, 'epoch', epoch, 'acked', num(acked))
          return true
        end

        """;

    /// <summary>Arguments: new epoch, most entries, oldest time, time to live, known epoch, known last.</summary>
    public static readonly RedisScript Open = new("open", Prelude + """
        local fresh = not load()
        if not fresh then
          local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
          fresh = newest and tonumber(string.match(newest[1], '^%d+')) > last
        end
        if fresh then
          for _, map in ipairs(maps()) do redis.call('UNLINK', map) end
          redis.call('UNLINK', log, meta)
          epoch, first, last, acked, since = ARGV[1], 1, 0, 0, 0
          redis.call('HSET', meta, 'epoch', epoch, 'first', '1', 'last', '0', 'acked', '0', 'since', '0')
        else
          regressed(ARGV[5], tonumber(ARGV[6]), ARGV[1])
          keepExactly(tonumber(ARGV[2]), tonumber(ARGV[3]))
        end
        touch(meta, tonumber(ARGV[4]))
        if ARGV[7] == '1' then redis.call('HINCRBY', meta, 'opened', 1) end
        return answer(1)
        """);

    /// <summary>
    /// Arguments: new epoch, most entries, oldest time, time to live, expected epoch, expected last, positions to erase (with commas), what makes an envelope one of an erased
    /// entry, then time, envelope and payload of every entry.
    /// </summary>
    public static readonly RedisScript Append = new("append", Prelude + """
        if not load() then return missing(0) end
        local expected = tonumber(ARGV[6])
        if epoch ~= ARGV[5] or last ~= expected then
          regressed(ARGV[5], expected, ARGV[1])
          return answer(0)
        end
        local max = tonumber(ARGV[2])
        local count = (#ARGV - 8) / 3
        local empty = first > last
        for i = math.max(0, count - max), count - 1 do
          local arg = 9 + i * 3
          redis.call('XADD', log, id(last + 1 + i), 't', ARGV[arg], 'm', ARGV[arg + 1], 'd', ARGV[arg + 2])
        end
        if empty or count > max then
          first = math.max(first, last + count - max + 1)
          since = tonumber(ARGV[9 + math.max(0, count - max) * 3])
          redis.call('HSET', meta, 'first', num(first), 'since', num(since))
        end
        last = last + count
        redis.call('HSET', meta, 'last', num(last))
        for seq in string.gmatch(ARGV[7], '%d+') do erase(tonumber(seq), ARGV[8]) end
        keep(max, tonumber(ARGV[3]))
        touch(log, tonumber(ARGV[4]))
        return answer(1)
        """);

    /// <summary>
    /// Arguments: most entries, oldest time, exclusive bounds, most entries of the page, 1 for backward, most payload of the page. Four values an entry
    /// follow the head: id, time, envelope, payload; backward the newest entry comes first. Entries are fetched by pieces of some 256 KiB.
    /// </summary>
    public static readonly RedisScript Read = new("read", Prelude + """
        if not load() then return missing(1) end
        keep(tonumber(ARGV[1]), tonumber(ARGV[2]))
        local page = answer(1)
        local low, high = math.max(first, tonumber(ARGV[3]) + 1), math.min(last, tonumber(ARGV[4]) - 1)
        local limit, backward, room = tonumber(ARGV[5]), ARGV[6] == '1', tonumber(ARGV[7])
        local count, bytes, piece = 0, 0, 8
        while count < limit and low <= high do
          local size = math.min(piece, limit - count, high - low + 1)
          local entries, at, step
          if backward then
            entries, at, step = redis.call('XREVRANGE', log, id(high), id(high - size + 1)), high, -1
            high = high - size
          else
            entries, at, step = redis.call('XRANGE', log, id(low), id(low + size - 1)), low, 1
            low = low + size
          end
          local e = 1
          for i = 1, size do
            local name, stamp, envelope, payload = id(at), nil, nil, ''
            if entries[e] and entries[e][1] == name then
              local fields = entries[e][2]
              stamp, envelope, payload, e = fields[2], fields[4], fields[6], e + 1
            else
              local rest = redis.call('HGET', erased, num(at))
              if not rest then return page end
              stamp, envelope = string.match(rest, '^(%d+) (.*)$')
            end
            bytes = bytes + #payload
            if bytes > room and count > 0 then return page end
            local n = #page
            page[n + 1], page[n + 2], page[n + 3], page[n + 4] = name, stamp, envelope, payload
            count, at = count + 1, at + step
          end
          piece = math.max(1, math.min(256, math.floor(262144 * count / (bytes + 1))))
        end
        return page
        """);

    /// <summary>Arguments: epoch, position.</summary>
    public static readonly RedisScript Commit = new("commit", Prelude + """
        if not load() then return missing(1) end
        local seq = math.min(tonumber(ARGV[2]), last)
        if epoch == ARGV[1] and seq > acked then
          acked = seq
          redis.call('HSET', meta, 'acked', num(acked))
        end
        return answer(1)
        """);

    /// <summary>Arguments: most entries, oldest time.</summary>
    public static readonly RedisScript Trim = new("trim", Prelude + """
        if not load() then return missing(1) end
        keepExactly(tonumber(ARGV[1]), tonumber(ARGV[2]))
        return answer(1)
        """);

    /// <summary>No arguments. The log with all that is beside it is gone; who opens it next makes a new one.</summary>
    public static readonly RedisScript Delete = new("delete", Prelude + """
        for _, map in ipairs(maps()) do redis.call('UNLINK', map) end
        redis.call('UNLINK', log, meta)
        return missing(1)
        """);
}
