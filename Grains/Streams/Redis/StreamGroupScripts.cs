using Orleans.Realtime.Grains.Log.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>What is done to the groups of a stream. See <see cref="StreamScripts"/>.</summary>
/// <remarks>
/// <para>
/// What is read through a group is pending from then on, so an answer must not be cut afterwards: the sizes of the entries behind the first are looked at before the group is
/// read so far.
/// </para>
/// <para>
/// What was given out before is found by XPENDING and given out again by XCLAIM, not by XAUTOCLAIM or by reading the consumer's history: these give no choice by size, and
/// what they do with entries that were trimmed differs between 6.2 and 7.
/// </para>
/// </remarks>
internal static class StreamGroupScripts
{
    private const string Prelude = StreamScripts.Prelude + """
        local LOOKED_AT = 10000
        local group, consumer = ARGV[1], ARGV[2]

        local function giveAgain(listing, from, owner)
          local looked = 0
          while left > 0 and from and looked < LOOKED_AT do
            local count = math.max(left, 10)
            local args = {'XPENDING', key, group}
            for _, option in ipairs(listing) do args[#args + 1] = option end
            args[#args + 1], args[#args + 2], args[#args + 3], args[#args + 4] = from, '+', count, owner
            local pending = redis.call(unpack(args))
            for _, delivery in ipairs(pending) do
              if left == 0 then return end
              local id, deliveries = delivery[1], delivery[4] + 1
              local entry = redis.call('XRANGE', key, id, id)[1]
              if not entry then
                redis.call('XACK', key, group, id)
              elseif fits(entry) then
                redis.call('XCLAIM', key, group, consumer, 0, id, 'RETRYCOUNT', deliveries, 'JUSTID')
                putEntry(entry, deliveries)
              end
            end
            if #pending < count then return end
            from, looked = behind(pending[#pending][1]), looked + count
          end
        end

        local function giveIdle(idle) giveAgain({'IDLE', idle}, '-') end

        local function introduce() return redis.pcall('XGROUP', 'CREATECONSUMER', key, group, consumer) end

        """;

    /// <summary>Arguments: group, where it begins ($: the present end).</summary>
    public static readonly RedisScript Create = new("stream_group_create", """
        local reply = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], ARGV[2], 'MKSTREAM')
        if type(reply) == 'table' and reply.err then
          return string.find(reply.err, 'BUSYGROUP', 1, true) and {0} or reply
        end
        return {1}
        """);

    /// <summary>Arguments: group.</summary>
    public static readonly RedisScript Delete = new("stream_group_delete", """
        return {redis.call('EXISTS', KEYS[1]) == 1 and redis.call('XGROUP', 'DESTROY', KEYS[1], ARGV[1]) or 0}
        """);

    /// <summary>Arguments: group, consumer, most entries, most bytes, after how many idle milliseconds entries are taken over (none: never). Answers entries.</summary>
    public static readonly RedisScript Read = new("stream_group_read", Prelude + """
        left, room = tonumber(ARGV[3]), tonumber(ARGV[4])

        local function take(count) return redis.pcall('XREADGROUP', 'GROUP', group, consumer, 'COUNT', count, 'STREAMS', key, '>') end

        local reply = take(1)
        if isAbsent(reply) then return {0} end
        if reply and reply.err then return reply end
        if reply then
          local latest = reply[1][2][1]
          fits(latest)
          putEntry(latest, 1)
          local piece, had = 32, room
          while left > 0 and behind(latest[1]) do
            local count = math.min(piece, left)
            local ahead = redis.call('XRANGE', key, behind(latest[1]), '+', 'COUNT', count)
            local fitting = 0
            while ahead[fitting + 1] and fits(ahead[fitting + 1]) do fitting = fitting + 1 end
            if fitting == 0 then break end
            for _, entry in ipairs(take(fitting)[1][2]) do putEntry(entry, 1) end
            if fitting < count then break end
            latest = ahead[fitting]
            piece = math.max(1, math.min(256, math.floor(room * count / (had - room + 1))))
            had = room
          end
        else
          -- Servers before 7.2 do not list a consumer that has asked in vain.
          introduce()
        end
        if ARGV[5] ~= '' then giveIdle(ARGV[5]) end
        return answer
        """);

    /// <summary>Arguments: group, consumer, most entries, most bytes, the id behind which what is pending for the consumer is given out again. Answers entries.</summary>
    public static readonly RedisScript Again = new("stream_group_again", Prelude + """
        left, room = tonumber(ARGV[3]), tonumber(ARGV[4])
        local reply = introduce()
        if isAbsent(reply) then return {0} end
        if type(reply) == 'table' then return reply end
        giveAgain({}, behind(ARGV[5]), consumer)
        return answer
        """);

    /// <summary>Arguments: group, consumer, most entries, most bytes, after how many idle milliseconds entries are taken over. Answers entries.</summary>
    public static readonly RedisScript Claim = new("stream_group_claim", Prelude + """
        left, room = tonumber(ARGV[3]), tonumber(ARGV[4])
        local reply = introduce()
        if isAbsent(reply) then return {0} end
        if type(reply) == 'table' then return reply end
        giveIdle(ARGV[5])
        return answer
        """);

    /// <summary>Arguments: group, ids. Answers how many were pending.</summary>
    public static readonly RedisScript Acknowledge = new("stream_ack", """
        local done = 0
        for from = 2, #ARGV, 1000 do done = done + redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, from, math.min(from + 999, #ARGV))) end
        return {done}
        """);

    /// <summary>
    /// Arguments: group, lowest id, highest id, most entries, consumer or nothing. Answers how many are pending, the lowest and the highest, how many consumers, name and
    /// number of each, then id, consumer, idle milliseconds and deliveries of entries.
    /// </summary>
    public static readonly RedisScript Pending = new("stream_pending", StreamScripts.Prelude + """
        local group = ARGV[1]
        local reply = redis.pcall('XPENDING', key, group)
        if isAbsent(reply) then return {0} end
        if reply.err then return reply end
        put(reply[1])
        put(reply[2] or '')
        put(reply[3] or '')
        local consumers = reply[4] or {}
        put(#consumers)
        for _, consumer in ipairs(consumers) do
          put(consumer[1])
          put(consumer[2])
        end
        local args = {'XPENDING', key, group, ARGV[2], ARGV[3], ARGV[4]}
        if ARGV[5] ~= '' then args[7] = ARGV[5] end
        for _, delivery in ipairs(redis.call(unpack(args))) do
          for i = 1, 4 do put(delivery[i]) end
        end
        return answer
        """);

    /// <summary>Arguments: group, consumer. Answers whether it was there, with nothing pending, and is gone.</summary>
    /// <remarks>Whether it is there is asked by making it: the list of all consumers may be long.</remarks>
    public static readonly RedisScript RemoveConsumer = new("stream_consumer_remove", Prelude + """
        local reply = introduce()
        if isAbsent(reply) then return {0} end
        if type(reply) == 'table' then return reply end
        if #redis.call('XPENDING', key, group, '-', '+', 1, consumer) > 0 then return {0} end
        redis.call('XGROUP', 'DELCONSUMER', key, group, consumer)
        return {reply == 0 and 1 or 0}
        """);

    /// <summary>
    /// No arguments. Answers, for each group, its name, what is pending, the last id delivered, entries read, lag, how many consumers, and of each of these name, pending and
    /// idle milliseconds.
    /// </summary>
    public static readonly RedisScript List = new("stream_groups", StreamScripts.Prelude + """
        if redis.call('EXISTS', key) == 0 then return {0} end
        for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
          group = map(group)
          put(group.name)
          put(group.pending)
          put(group['last-delivered-id'])
          put(group['entries-read'] or '')
          put(group.lag or '')
          local consumers = redis.call('XINFO', 'CONSUMERS', key, group.name)
          put(#consumers)
          for _, consumer in ipairs(consumers) do
            consumer = map(consumer)
            put(consumer.name)
            put(consumer.pending)
            put(consumer.idle)
          end
        end
        return answer
        """);
}
