using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log.Redis;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>Streams in Redis, as Redis streams that any client may use as well: <c>docs/redis.md</c> describes the keys.</summary>
internal sealed class RedisStreamStore : IStreamStore
{
    private readonly RedisConnection _connection;
    private readonly RedisStreamWatcher _watcher;
    private readonly StreamEntryFormat _format;
    private readonly ReplicaBarrier _replicas;
    private readonly string _prefix;

    public RedisStreamStore(
        RedisConnection connection,
        RedisStreamWatcher watcher,
        StorageMetrics metrics,
        IOptions<RedisOptions> options,
        IOptions<DurabilityOptions> durability,
        IOptions<StreamOptions> streams)
    {
        (_connection, _watcher, _prefix) = (connection, watcher, options.Value.KeyPrefix);
        _format = new StreamEntryFormat(streams.Value.CompressFrom, metrics);
        _replicas = new ReplicaBarrier(connection, durability.Value.WaitReplicas, durability.Value.WaitTimeout);
    }

    public async ValueTask<StreamReceipt[]> PublishAsync(
        string stream, IReadOnlyList<StreamPublish> publishes, long maxLength, TimeSpan idempotencyWindow, CancellationToken cancellationToken = default)
    {
        var losses = _connection.Losses;
        List<RedisKey> keys = [RedisStreamKeys.Entries(_prefix, stream)];
        List<RedisValue> arguments = [maxLength, Milliseconds(idempotencyWindow, 1)];
        foreach (var publish in publishes)
        {
            if (publish.IdempotencyKey is { } key)
            {
                keys.Add(RedisStreamKeys.Seen(_prefix, stream, key));
            }

            arguments.Add(publish.IdempotencyKey is null ? 0 : keys.Count - 1);
            arguments.Add(publish.Messages.Length);
            foreach (var message in publish.Messages)
            {
                var data = _format.Write(message.Data, out var encoding);
                arguments.Add(message.Id?.ToString() ?? string.Empty);
                arguments.Add(encoding);
                arguments.Add(data);
            }
        }

        var values = await _connection.EvaluateAsync(StreamScripts.Publish, [.. keys], [.. arguments], cancellationToken).ConfigureAwait(false);
        var receipts = Receipts(values, publishes.Count);
        await _replicas.WaitAsync(losses).ConfigureAwait(false);
        return receipts;
    }

    public async ValueTask<StreamEntry[]> RangeAsync(string stream, StreamRange range, int maxBytes, CancellationToken cancellationToken = default)
    {
        var (start, end) = (range.Start.ToString(), range.End.ToString());
        var values = await RunAsync(
            StreamScripts.Range,
            stream,
            range.Reverse ? ["XREVRANGE", end, start, range.Count, maxBytes] : ["XRANGE", start, end, range.Count, maxBytes],
            cancellationToken).ConfigureAwait(false);
        return Entries(values);
    }

    public async ValueTask<StreamPage> ReadAsync(string stream, StreamId? after, int count, int maxBytes, CancellationToken cancellationToken = default)
    {
        var values = await RunAsync(StreamScripts.Read, stream, [after?.ToString() ?? string.Empty, count, maxBytes], cancellationToken).ConfigureAwait(false);
        var answer = Answer(values);
        var (position, gap) = (answer.Id(), answer.Int() != 0);
        var entries = answer.Entries();
        return new StreamPage(entries, entries.Length > 0 ? entries[^1].Id : position, gap);
    }

    public async ValueTask CreateGroupAsync(string stream, string group, StreamId? start, CancellationToken cancellationToken = default)
    {
        if (!IsDone(await RunAsync(StreamGroupScripts.Create, stream, [group, start?.ToString() ?? "$"], cancellationToken).ConfigureAwait(false)))
        {
            throw StreamRefusals.GroupExists(group);
        }
    }

    public async ValueTask<bool> DeleteGroupAsync(string stream, string group, CancellationToken cancellationToken = default) =>
        IsDone(await RunAsync(StreamGroupScripts.Delete, stream, [group], cancellationToken).ConfigureAwait(false));

    public async ValueTask<StreamEntry[]> ReadGroupAsync(string stream, GroupRead read, int maxBytes, CancellationToken cancellationToken = default)
    {
        var values = await RunAsync(
            read.PendingAfter is null ? StreamGroupScripts.Read : StreamGroupScripts.Again,
            stream,
            [read.Group, read.Consumer, read.Count, maxBytes, read.PendingAfter?.ToString() ?? Idle(read.MinIdle)],
            cancellationToken).ConfigureAwait(false);
        return IsDone(values) ? Entries(values) : throw StreamRefusals.NoGroup(read.Group);
    }

    public async ValueTask<int> AcknowledgeAsync(string stream, string group, IReadOnlyList<StreamId> ids, CancellationToken cancellationToken = default) =>
        (int)(await RunAsync(StreamGroupScripts.Acknowledge, stream, [group, .. ids.Select(id => (RedisValue)id.ToString())], cancellationToken).ConfigureAwait(false))[0];

    public async ValueTask<GroupPending> GetPendingAsync(string stream, PendingQuery query, CancellationToken cancellationToken = default)
    {
        var values = await RunAsync(
            StreamGroupScripts.Pending,
            stream,
            [query.Group, query.Start.ToString(), query.End.ToString(), query.Count, query.Consumer ?? string.Empty],
            cancellationToken).ConfigureAwait(false);
        return IsDone(values) ? Pending(values) : throw StreamRefusals.NoGroup(query.Group);
    }

    public async ValueTask<StreamEntry[]> ClaimAsync(string stream, GroupClaim claim, int maxBytes, CancellationToken cancellationToken = default)
    {
        var values = await RunAsync(
            StreamGroupScripts.Claim, stream, [claim.Group, claim.Consumer, claim.Count, maxBytes, Idle(claim.MinIdle)], cancellationToken).ConfigureAwait(false);
        return IsDone(values) ? Entries(values) : throw StreamRefusals.NoGroup(claim.Group);
    }

    public async ValueTask<bool> RemoveConsumerAsync(string stream, string group, string consumer, CancellationToken cancellationToken = default) =>
        IsDone(await RunAsync(StreamGroupScripts.RemoveConsumer, stream, [group, consumer], cancellationToken).ConfigureAwait(false));

    public async ValueTask<long> TrimAsync(string stream, long maxLength, bool approximate, CancellationToken cancellationToken = default) =>
        (long)(await RunAsync(StreamScripts.Trim, stream, [maxLength, approximate ? "~" : "="], cancellationToken).ConfigureAwait(false))[0];

    public async ValueTask<StreamInfo> GetInfoAsync(string stream, CancellationToken cancellationToken = default)
    {
        var values = await RunAsync(StreamScripts.Info, stream, [], cancellationToken).ConfigureAwait(false);
        return IsDone(values) ? Info(values) : throw StreamRefusals.NoStream();
    }

    public async ValueTask<StreamGroup[]> GetGroupsAsync(string stream, CancellationToken cancellationToken = default)
    {
        var values = await RunAsync(StreamGroupScripts.List, stream, [], cancellationToken).ConfigureAwait(false);
        return IsDone(values) ? Groups(values) : throw StreamRefusals.NoStream();
    }

    public async ValueTask<bool> DeleteAsync(string stream, CancellationToken cancellationToken = default) =>
        IsDone(await RunAsync(StreamScripts.Delete, stream, [], cancellationToken).ConfigureAwait(false));

    public IDisposable Watch(string stream, StreamId after, Action onAdded) => _watcher.Watch(((string?)RedisStreamKeys.Entries(_prefix, stream))!, after, onAdded);

    private static bool IsDone(RedisValue[] values) => (int)values[0] == StreamScripts.Done;

    private static RedisValue Idle(TimeSpan? minIdle) => minIdle is { } idle ? Milliseconds(idle, 0) : RedisValue.EmptyString;

    private static long Milliseconds(TimeSpan span, long least) => Math.Max(least, (long)span.TotalMilliseconds);

    private StreamReceipt[] Receipts(RedisValue[] values, int count)
    {
        var answer = new StreamAnswer(values, _format);
        var receipts = new StreamReceipt[count];
        for (var i = 0; i < count; i++)
        {
            var (outcome, ids) = (answer.Int(), answer.Ids());
            receipts[i] = outcome == 0 ? StreamRefusals.Conflict : new StreamReceipt(ids, outcome == StreamScripts.Duplicate);
        }

        return receipts;
    }

    private StreamEntry[] Entries(RedisValue[] values) => Answer(values).Entries();

    private GroupPending Pending(RedisValue[] values)
    {
        var answer = Answer(values);
        var (count, lowest, highest) = (answer.Long(), answer.IdIfKnown(), answer.IdIfKnown());
        var consumers = new PendingConsumer[answer.Int()];
        for (var i = 0; i < consumers.Length; i++)
        {
            consumers[i] = new PendingConsumer(answer.Text(), answer.Long());
        }

        var entries = new List<PendingEntry>();
        while (!answer.IsAtEnd)
        {
            entries.Add(new PendingEntry(answer.Id(), answer.Text(), answer.Milliseconds(), answer.Int()));
        }

        return new GroupPending(count, lowest, highest, consumers, [.. entries]);
    }

    private StreamInfo Info(RedisValue[] values)
    {
        var answer = Answer(values);
        var (length, last, added, deleted, groups) = (answer.Long(), answer.Id(), answer.LongIfKnown() ?? -1, answer.IdIfKnown(), answer.Int());
        var hasEntries = answer.Int() != 0;
        return new StreamInfo(length, last, added, deleted, groups, hasEntries ? answer.Entry() : null, hasEntries ? answer.Entry() : null);
    }

    private StreamGroup[] Groups(RedisValue[] values)
    {
        var answer = Answer(values);
        var groups = new List<StreamGroup>();
        while (!answer.IsAtEnd)
        {
            var (name, pending, delivered, read, lag) = (answer.Text(), answer.Long(), answer.Id(), answer.LongIfKnown(), answer.LongIfKnown());
            var consumers = new StreamConsumer[answer.Int()];
            for (var i = 0; i < consumers.Length; i++)
            {
                consumers[i] = new StreamConsumer(answer.Text(), answer.Long(), answer.Milliseconds());
            }

            groups.Add(new StreamGroup(name, consumers, pending, delivered, read, lag));
        }

        return [.. groups.OrderBy(group => group.Name, StringComparer.Ordinal)];
    }

    /// <summary>What follows the outcome.</summary>
    private StreamAnswer Answer(RedisValue[] values) => new(values, _format, 1);

    private Task<RedisValue[]> RunAsync(RedisScript script, string stream, RedisValue[] arguments, CancellationToken cancellationToken) =>
        _connection.EvaluateAsync(script, [RedisStreamKeys.Entries(_prefix, stream)], arguments, cancellationToken);
}
