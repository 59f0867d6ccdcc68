using Orleans.Realtime.Grains.Log.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>What is done to a stream, each in one script and so atomically. The first key of every script is the stream.</summary>
/// <remarks>
/// <para>Ids are compared and counted up as decimal strings: a number of Lua has 53 bits, half an id has 64.</para>
/// <para>
/// An entry in an answer is its id, how often it was delivered, how many values follow, and these: name and value of each field; 0 stands for one value, that of the only
/// field <c>data</c>.
/// </para>
/// <para>Only what Redis 6.2 has: what it does not tell (<c>entries-added</c>, <c>lag</c>) is an empty string in the answers.</para>
/// </remarks>
internal static class StreamScripts
{
    /// <summary>The outcome of a script that did what it should; 0 is the one that found no stream, no group, or one too many.</summary>
    public const int Done = 1;

    /// <summary>The receipt of a publish that was recognised.</summary>
    public const int Duplicate = 2;

    /// <summary>What every script begins with.</summary>
    internal const string Prelude = """
        local key = KEYS[1]
        local TOP = '18446744073709551615'
        local answer, size = {1}, 1

        local function put(value)
          size = size + 1
          answer[size] = value
        end

        local function split(id) return string.match(id, '^(%d+)-(%d+)$') end
        local function lower(x, y) return #x < #y or (#x == #y and x < y) end

        local function before(x, y)
          local xm, xn = split(x)
          local ym, yn = split(y)
          if xm ~= ym then return lower(xm, ym) end
          return lower(xn, yn)
        end

        local function behind(id) return id ~= TOP .. '-' .. TOP and '(' .. id end

        local function map(flat)
          local named = {}
          for i = 1, #flat, 2 do named[flat[i]] = flat[i + 1] end
          return named
        end

        local function stream()
          return redis.call('EXISTS', key) == 1 and map(redis.call('XINFO', 'STREAM', key))
        end

        local function isAbsent(reply)
          return type(reply) == 'table' and reply.err and (string.find(reply.err, 'NOGROUP', 1, true) or string.find(reply.err, 'requires the key to exist', 1, true))
        end

        local function putEntry(entry, deliveries)
          local fields = entry[2]
          put(entry[1])
          put(deliveries)
          if #fields == 2 and fields[1] == 'data' then
            put(0)
            put(fields[2])
          else
            put(#fields)
            for i = 1, #fields do put(fields[i]) end
          end
        end

        local function bytes(fields)
          if #fields == 2 then return #fields[2] end
          local all, data, zipped = 0, nil, false
          for i = 1, #fields, 2 do
            all = all + #fields[i] + #fields[i + 1]
            if fields[i] == 'data' then data = fields[i + 1] end
            if fields[i] == 'encoding' then zipped = true end
          end
          if not data then return all end
          if not zipped or #data < 18 then return #data end
          local a, b, c, d = string.byte(data, -4, -1)
          return math.max(#data, a + b * 256 + c * 65536 + d * 16777216)
        end

        local left, room, isBegun = 0, 0, false

        local function fits(entry)
          local need = bytes(entry[2])
          if left == 0 or (isBegun and need > room) then
            left = 0
            return false
          end
          left, room, isBegun = left - 1, room - need, true
          return true
        end

        local function putRange(command, from, to)
          local piece, had = 8, room
          while left > 0 and from do
            local count = math.min(piece, left)
            local entries = redis.call(command, key, from, to, 'COUNT', count)
            for _, entry in ipairs(entries) do
              if not fits(entry) then return end
              putEntry(entry, 0)
            end
            if #entries < count then return end
            from = behind(entries[#entries][1])
            piece = math.max(1, math.min(256, math.floor(room * count / (had - room + 1))))
            had = room
          end
        end

        """;

    /// <summary>
    /// Further keys: one for each idempotency key. Arguments: most entries (0: no limit), milliseconds for which keys are remembered, then for each publish: the index of its
    /// key (0: none), its number of messages, then for each of these: its own id or nothing, its encoding or nothing, its data. Answers outcome and ids of each publish; of an
    /// id with the same milliseconds as the one before it, only the second half.
    /// </summary>
    public static readonly RedisScript Publish = new("stream_publish", Prelude + """
        local max, window, now, last = ARGV[1], ARGV[2], nil, nil

        local function time()
          if not now then
            local t = redis.call('TIME')
            now = t[1] .. string.format('%03d', math.floor(tonumber(t[2]) / 1000))
          end
          return now
        end

        local function increment(number)
          local head, nines = string.match(number, '^(.-)(9*)$')
          local zeros = string.rep('0', #nines)
          if head == '' then return '1' .. zeros end
          return string.sub(head, 1, -2) .. string.char(string.byte(head, -1) + 1) .. zeros
        end

        local function following(id)
          local ms, n = split(id)
          if lower(ms, time()) then return time() .. '-0' end
          if n ~= TOP then return ms .. '-' .. increment(n) end
          if ms ~= TOP then return increment(ms) .. '-0' end
          return id
        end

        local function plan(first, count)
          if not last then
            local known = stream()
            last = known and known['last-generated-id'] or '0-0'
          end
          local ids, latest = {}, last
          for i = 1, count do
            local own = ARGV[first + 3 * (i - 1)]
            local id = own ~= '' and own or following(latest)
            if not before(latest, id) then return nil end
            ids[i], latest = id, id
          end
          return ids
        end

        local function hasOwn(first, count)
          for i = 0, count - 1 do
            if ARGV[first + 3 * i] ~= '' then return true end
          end
          return false
        end

        local function add(id, at, own)
          local args = {'XADD', key}
          if max ~= '0' then args[3], args[4], args[5] = 'MAXLEN', '~', max end
          local n = #args
          args[n + 1], args[n + 2], args[n + 3], n = id, 'data', ARGV[at + 2], n + 3
          if ARGV[at + 1] ~= '' then args[n + 1], args[n + 2], n = 'encoding', ARGV[at + 1], n + 2 end
          if own then args[n + 1], args[n + 2] = 'timestamp', time() end
          return redis.pcall(unpack(args))
        end

        local function publish(first, count)
          local ids
          if hasOwn(first, count) then
            ids = plan(first, count)
            if not ids then return nil end
          end
          local texts, added, former = {}, {}, ''
          for i = 1, count do
            local at = first + 3 * (i - 1)
            local id = add(ids and ids[i] or '*', at, ARGV[at] ~= '')
            if type(id) == 'table' then
              if not string.find(id.err, 'exhausted', 1, true) then return nil, id end
              if #added > 0 then redis.call('XDEL', key, unpack(added)) end
              return nil
            end
            local ms, n = split(id)
            texts[i], former, added[i], last = ms == former and '-' .. n or id, ms, id, id
          end
          return table.concat(texts, ' ')
        end

        local at = 3
        size = 0
        while at <= #ARGV do
          local seen, count = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
          local known = seen > 0 and redis.call('GET', KEYS[1 + seen])
          if known then
            put(2)
            put(known)
          else
            local ids, failure = publish(at + 2, count)
            if failure then return failure end
            if ids and seen > 0 then redis.call('SET', KEYS[1 + seen], ids, 'PX', window) end
            put(ids and 1 or 0)
            put(ids or '')
          end
          at = at + 2 + 3 * count
        end
        return answer
        """);

    /// <summary>Arguments: XRANGE or XREVRANGE, where it begins, where it ends, most entries, most bytes.</summary>
    public static readonly RedisScript Range = new("stream_range", Prelude + """
        left, room = tonumber(ARGV[4]), tonumber(ARGV[5])
        putRange(ARGV[1], ARGV[2], ARGV[3])
        return answer
        """);

    /// <summary>Arguments: the position (none: the end), most entries, most bytes. Answers the position where nothing follows, whether there may be a gap, entries.</summary>
    /// <remarks>
    /// An entry at the position says that nothing behind it was trimmed; only without one the state of the stream is asked, which brings two entries with it.
    /// </remarks>
    public static readonly RedisScript Read = new("stream_read", Prelude + """
        local after, from = ARGV[1], nil
        left, room = tonumber(ARGV[2]), tonumber(ARGV[3])
        put(after)
        put(0)
        if after == '' then
          local known = stream()
          answer[2] = known and known['last-generated-id'] or '0-0'
          return answer
        end
        from = behind(after)
        if after ~= '0-0' and #redis.call('XRANGE', key, after, after) == 0 then
          local known = stream() or {['last-generated-id'] = '0-0', length = 0, ['entries-added'] = 0}
          local last, first = known['last-generated-id'], known['first-entry']
          if before(last, after) then
            answer[2], answer[3], from = last, 1, '-'
          elseif after ~= last and known['entries-added'] ~= known.length and (not first or before(after, first[1])) then
            answer[2], answer[3] = last, 1
          end
        end
        putRange('XRANGE', from, '+')
        return answer
        """);

    /// <summary>Arguments: most entries, ~ or =.</summary>
    public static readonly RedisScript Trim = new("stream_trim", """
        return {redis.call('XTRIM', KEYS[1], 'MAXLEN', ARGV[2], ARGV[1])}
        """);

    /// <summary>Answers length, last id, entries ever added, greatest id deleted, groups, how many entries follow, the first and the last.</summary>
    public static readonly RedisScript Info = new("stream_info", Prelude + """
        local known = stream()
        if not known then return {0} end
        put(known.length)
        put(known['last-generated-id'])
        put(known['entries-added'] or '')
        put(known['max-deleted-entry-id'] or '')
        put(known.groups)
        local first, latest = known['first-entry'], known['last-entry']
        put(first and 1 or 0)
        if first then
          putEntry(first, 0)
          putEntry(latest, 0)
        end
        return answer
        """);

    /// <summary>No arguments.</summary>
    public static readonly RedisScript Delete = new("stream_delete", """
        return {redis.call('UNLINK', KEYS[1])}
        """);

    /// <summary>All keys are streams. Answers the last id of each.</summary>
    public static readonly RedisScript Last = new("stream_last", Prelude + """
        size = 0
        for i = 1, #KEYS do
          key = KEYS[i]
          local known = stream()
          put(known and known['last-generated-id'] or '0-0')
        end
        return answer
        """);
}
