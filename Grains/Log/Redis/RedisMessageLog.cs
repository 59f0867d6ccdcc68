using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>Logs in Redis, a stream each, shared by all silos: <c>docs/redis.md</c> describes the keys.</summary>
internal sealed class RedisMessageLog : IMessageLog
{
    private const int HeadValues = 5;
    private const int EntryValues = 4;
    private const int AppendValues = 8;

    private readonly RedisConnection _connection;
    private readonly TimeProvider _clock;
    private readonly ReplicaBarrier _replicas;
    private readonly string _prefix;
    private readonly bool _waits;

    public RedisMessageLog(RedisConnection connection, IOptions<RedisOptions> options, IOptions<DurabilityOptions> durability, TimeProvider clock)
    {
        (_connection, _clock, _prefix) = (connection, clock, options.Value.KeyPrefix);
        _waits = durability.Value.WaitReplicas > 0;
        _replicas = new ReplicaBarrier(connection, durability.Value.WaitReplicas, durability.Value.WaitTimeout);
    }

    public async ValueTask<LogHead> OpenAsync(LogId log, LogRetention retention, LogPosition known = default, CancellationToken cancellationToken = default)
    {
        var losses = _connection.Losses;
        RedisValue[] arguments =
            [LogEpoch.New(), retention.MaxEntries, Oldest(retention), Milliseconds(retention.IdleTtl), known.Epoch ?? string.Empty, known.Seq, _waits ? 1 : 0];
        var answer = await RunAsync(LogScripts.Open, log, arguments, cancellationToken).ConfigureAwait(false);

        // What an append left unknown counts as stored once it is read here: then it has to be on the replicas as well.
        await _replicas.WaitAsync(losses).ConfigureAwait(false);
        return Head(answer);
    }

    public async ValueTask<LogHead> AppendAsync(
        LogId log,
        LogPosition expected,
        IReadOnlyList<Message> batch,
        LogRetention retention,
        CancellationToken cancellationToken = default)
    {
        InMemoryLog.CheckBatch(expected, batch);
        var losses = _connection.Losses;
        var arguments = new RedisValue[AppendValues + (3 * batch.Count)];
        arguments[0] = LogEpoch.New();
        arguments[1] = retention.MaxEntries;
        arguments[2] = Oldest(retention);
        arguments[3] = Milliseconds(retention.IdleTtl);
        arguments[4] = expected.Epoch ?? string.Empty;
        arguments[5] = expected.Seq;
        arguments[6] = Erasures(batch);
        arguments[7] = MessageFormat.ErasedMark;
        for (var i = 0; i < batch.Count; i++)
        {
            var at = AppendValues + (3 * i);
            arguments[at] = batch[i].CreatedAtUnixMs;
            arguments[at + 1] = MessageFormat.Write(batch[i]);
            arguments[at + 2] = batch[i].Data;
        }

        var answer = await RunAsync(LogScripts.Append, log, arguments, cancellationToken).ConfigureAwait(false);
        var head = Head(answer);
        if ((long)answer[0] != LogScripts.Done)
        {
            throw new LogConflictException(log, expected, head);
        }

        await _replicas.WaitAsync(losses).ConfigureAwait(false);
        return head;
    }

    public async ValueTask<LogSlice> ReadAsync(LogId log, LogRead read, LogRetention retention, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(read.Limit, 1, nameof(read));
        var backward = read.Direction == LogDirection.Backward;
        RedisValue[] arguments =
            [retention.MaxEntries, Oldest(retention), read.AfterSeq, read.BeforeSeq, read.Limit, backward ? 1 : 0, read.MaxBytes];
        var answer = await RunAsync(LogScripts.Read, log, arguments, cancellationToken).ConfigureAwait(false);
        var messages = new Message[(answer.Length - HeadValues) / EntryValues];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[backward ? messages.Length - 1 - i : i] = Entry(answer.AsSpan(HeadValues + (i * EntryValues), EntryValues));
        }

        for (var i = 1; i < messages.Length; i++)
        {
            if (messages[i].Seq != messages[i - 1].Seq + 1)
            {
                throw new InvalidDataException($"Log '{log}' has a hole before {messages[i].Seq}: somebody else wrote to its keys.");
            }
        }

        return new LogSlice(Head(answer), messages);
    }

    public async ValueTask<LogHead> CommitCursorAsync(LogId log, string epoch, long seq, CancellationToken cancellationToken = default) =>
        Head(await RunAsync(LogScripts.Commit, log, [epoch, seq], cancellationToken).ConfigureAwait(false));

    public async ValueTask<LogHead> TrimAsync(LogId log, LogRetention retention, CancellationToken cancellationToken = default) =>
        Head(await RunAsync(LogScripts.Trim, log, [retention.MaxEntries, Oldest(retention)], cancellationToken).ConfigureAwait(false));

    public async ValueTask DeleteAsync(LogId log, CancellationToken cancellationToken = default) =>
        await RunAsync(LogScripts.Delete, log, [], cancellationToken).ConfigureAwait(false);

    /// <summary>The positions of what the batch recalls.</summary>
    private static string Erasures(IReadOnlyList<Message> batch)
    {
        string? all = null;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i] is { Kind: MessageKind.Recall, Reference.Seq: var seq })
            {
                all = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{all},{seq}");
            }
        }

        return all ?? string.Empty;
    }

    private static LogHead Head(RedisValue[] answer) => new((string)answer[1]!, (long)answer[2], (long)answer[3], (long)answer[4]);

    private static Message Entry(ReadOnlySpan<RedisValue> values)
    {
        var id = (string)values[0]!;
        var seq = long.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture);
        return MessageFormat.Read(seq, (long)values[1], (byte[]?)values[2], (byte[]?)values[3] ?? []);
    }

    private static long Milliseconds(TimeSpan? span) => span is { } value ? Math.Max(1, (long)value.TotalMilliseconds) : 0;

    private Task<RedisValue[]> RunAsync(RedisScript script, LogId log, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _connection.EvaluateAsync(script, RedisLogKeys.Of(_prefix, log), arguments, cancellationToken);

    /// <summary>The oldest time that is kept; 0 when age does not matter.</summary>
    private long Oldest(LogRetention retention) =>
        retention.MaxAge is { } age ? Math.Max(0, _clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)age.TotalMilliseconds) : 0;
}
