using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>
/// Streams in the memory of one process, as Redis has them; shared by all silos that get the instance, gone with the process. Every call completes
/// synchronously. Bounded by <see cref="LogOptions.InMemoryMaxBytes"/>, as the logs are.
/// </summary>
internal sealed class InMemoryStreamStore(IOptions<LogOptions> options, TimeProvider clock) : IStreamStore
{
    private const string Full = "The in-memory streams hold as much as Log:InMemoryMaxBytes allows.";

    private readonly ConcurrentDictionary<string, InMemoryStream> _streams = new(StringComparer.Ordinal);
    private readonly StreamWatchers _watchers = new();
    private readonly SeenPublishes _seen = new(clock);
    private readonly long _maxBytes = options.Value.InMemoryMaxBytes;
    private long _bytes;

    /// <summary>Estimated bytes of all streams.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public string[] TryList(int most) => [.. _streams.Select(entry => entry.Key).Take(most)];

    public ValueTask<StreamReceipt[]> PublishAsync(
        string stream, IReadOnlyList<StreamPublish> publishes, long maxLength, TimeSpan idempotencyWindow, CancellationToken cancellationToken = default)
    {
        ThrowIfFull(cancellationToken);
        var receipts = new StreamReceipt[publishes.Count];
        var added = InNew(stream, found =>
        {
            var (bytes, last) = (found.Bytes, found.LastId);
            for (var i = 0; i < receipts.Length; i++)
            {
                receipts[i] = Publish(stream, found, publishes[i], idempotencyWindow);
            }

            if (maxLength > 0)
            {
                found.Trim(maxLength);
            }

            Account(found.Bytes - bytes);
            return found.LastId > last;
        });
        if (added)
        {
            _watchers.Wake(stream);
        }

        return new(receipts);
    }

    public ValueTask<StreamEntry[]> RangeAsync(string stream, StreamRange range, int maxBytes, CancellationToken cancellationToken = default) =>
        new(In(stream, found => found?.Range(range, maxBytes) ?? [], cancellationToken));

    public ValueTask<StreamPage> ReadAsync(string stream, StreamId? after, int count, int maxBytes, CancellationToken cancellationToken = default) =>
        new(In(stream, found => (found ?? new InMemoryStream(clock)).Read(after, count, maxBytes), cancellationToken));

    public ValueTask CreateGroupAsync(string stream, string group, StreamId? start, CancellationToken cancellationToken = default)
    {
        ThrowIfFull(cancellationToken);
        var isNew = InNew(stream, found =>
        {
            var bytes = found.Bytes;
            var added = found.TryAddGroup(group, start);
            Account(found.Bytes - bytes + (added ? found.FindGroup(group)!.Bytes : 0));
            return added;
        });
        return isNew ? ValueTask.CompletedTask : throw StreamRefusals.GroupExists(group);
    }

    public ValueTask<bool> DeleteGroupAsync(string stream, string group, CancellationToken cancellationToken = default) => new(In(
        stream,
        found =>
        {
            var bytes = found?.FindGroup(group)?.Bytes ?? 0;
            Account(-bytes);
            return found?.RemoveGroup(group) == true;
        },
        cancellationToken));

    public ValueTask<StreamEntry[]> ReadGroupAsync(string stream, GroupRead read, int maxBytes, CancellationToken cancellationToken = default) =>
        new(InGroup(stream, read.Group, group => group.Read(read, maxBytes), cancellationToken) ?? throw StreamRefusals.NoGroup(read.Group));

    public ValueTask<int> AcknowledgeAsync(string stream, string group, IReadOnlyList<StreamId> ids, CancellationToken cancellationToken = default) =>
        new(InGroup(stream, group, found => found.Acknowledge(ids), cancellationToken));

    public ValueTask<GroupPending> GetPendingAsync(string stream, PendingQuery query, CancellationToken cancellationToken = default) =>
        new(InGroup(stream, query.Group, group => group.Pending(query), cancellationToken) ?? throw StreamRefusals.NoGroup(query.Group));

    public ValueTask<StreamEntry[]> ClaimAsync(string stream, GroupClaim claim, int maxBytes, CancellationToken cancellationToken = default) =>
        new(InGroup(stream, claim.Group, group => group.Claim(claim, maxBytes), cancellationToken) ?? throw StreamRefusals.NoGroup(claim.Group));

    public ValueTask<bool> RemoveConsumerAsync(string stream, string group, string consumer, CancellationToken cancellationToken = default) =>
        new(InGroup(stream, group, found => found.RemoveConsumer(consumer), cancellationToken));

    /// <inheritdoc/>
    /// <remarks>There is nothing to save by it, so an approximate trim is exact.</remarks>
    public ValueTask<long> TrimAsync(string stream, long maxLength, bool approximate, CancellationToken cancellationToken = default) => new(In(
        stream,
        found =>
        {
            var bytes = found?.Bytes ?? 0;
            var trimmed = found?.Trim(maxLength) ?? 0;
            Account((found?.Bytes ?? 0) - bytes);
            return trimmed;
        },
        cancellationToken));

    public ValueTask<StreamInfo> GetInfoAsync(string stream, CancellationToken cancellationToken = default) =>
        new(In(stream, found => found?.Info(), cancellationToken) ?? throw StreamRefusals.NoStream());

    public ValueTask<StreamGroup[]> GetGroupsAsync(string stream, CancellationToken cancellationToken = default) =>
        new(In(stream, found => found?.Groups(), cancellationToken) ?? throw StreamRefusals.NoStream());

    public ValueTask<bool> DeleteAsync(string stream, CancellationToken cancellationToken = default) => new(In(
        stream,
        found =>
        {
            if (found is not null)
            {
                Account(-found.TotalBytes);
                Drop(stream, found);
            }

            return found is not null;
        },
        cancellationToken));

    public IDisposable Watch(string stream, StreamId after, Action onAdded)
    {
        var watch = _watchers.Add(stream, onAdded);
        if (In(stream, found => found?.LastId > after, CancellationToken.None))
        {
            watch.WakeSoon();
        }

        return watch;
    }

    private StreamReceipt Publish(string stream, InMemoryStream found, StreamPublish publish, TimeSpan window)
    {
        if (publish.IdempotencyKey is not { } key)
        {
            return found.Publish(publish);
        }

        if (_seen.Find(stream, key) is { } ids)
        {
            return new StreamReceipt(ids, Duplicate: true);
        }

        var receipt = found.Publish(publish);
        if (receipt.Ids.Length > 0)
        {
            _seen.Add(stream, key, receipt.Ids, window);
        }

        return receipt;
    }

    /// <summary>Works on the stream, if there is one.</summary>
    private T In<T>(string stream, Func<InMemoryStream?, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_streams.TryGetValue(stream, out var found))
        {
            lock (found)
            {
                if (!found.IsGone)
                {
                    return work(found);
                }
            }
        }

        return work(null);
    }

    /// <summary>Works on the stream, which is made if there is none, and stays if the work made it exist.</summary>
    private bool InNew(string stream, Func<InMemoryStream, bool> work)
    {
        while (true)
        {
            var found = _streams.GetOrAdd(stream, static (_, clock) => new(clock), clock);
            lock (found)
            {
                if (!found.IsGone)
                {
                    var result = work(found);
                    if (!found.Exists)
                    {
                        Drop(stream, found);
                    }

                    return result;
                }
            }
        }
    }

    private T? InGroup<T>(string stream, string group, Func<InMemoryStreamGroup, T> work, CancellationToken cancellationToken) => In(
        stream,
        found =>
        {
            if (found?.FindGroup(group) is not { } existing)
            {
                return default;
            }

            var bytes = existing.Bytes;
            var result = work(existing);
            Account(existing.Bytes - bytes);
            return result;
        },
        cancellationToken);

    private void Drop(string stream, InMemoryStream found)
    {
        found.IsGone = true;
        _streams.TryRemove(KeyValuePair.Create(stream, found));
    }

    private void ThrowIfFull(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Bytes > _maxBytes)
        {
            throw new LogUnavailableException(Full);
        }
    }

    private void Account(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
