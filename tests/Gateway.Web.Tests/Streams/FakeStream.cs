using System.Globalization;
using System.Text;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Streams;

/// <summary>A stream's grain in memory, whose calls can be made to fail or to wait.</summary>
internal sealed class FakeStream(TimeProvider time) : IStreamGrain
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<StreamEntry> _entries = [];
    private readonly List<StreamPublish[]> _publishes = [];
    private readonly List<StreamRead> _reads = [];
    private readonly List<GroupRead> _groupReads = [];
    private readonly Dictionary<string, FakeStreamGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamReceipt> _seen = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamId _last;
    private StreamId _trimmed;

    /// <summary>What every call fails with while it is set; calls that wait end with it too.</summary>
    public Exception? Fault { get; set; }

    /// <summary>So many answers with new entries of a group do not arrive.</summary>
    public int AnswersLost { get; set; }

    /// <summary>Publishes wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What one publish after the other fails with.</summary>
    public Queue<Exception?> PublishFaults { get; set; } = new();

    /// <summary>Each call of <see cref="PublishAsync"/>.</summary>
    public IReadOnlyList<StreamPublish[]> Publishes => Copy(_publishes);

    /// <summary>Each call of <see cref="ReadAsync"/>.</summary>
    public IReadOnlyList<StreamRead> Reads => Copy(_reads);

    /// <summary>Each call of <see cref="ReadGroupAsync"/>.</summary>
    public IReadOnlyList<GroupRead> GroupReads => Copy(_groupReads);

    /// <summary>Calls that wait now.</summary>
    public int Waiting { get; private set; }

    /// <summary>The data of all entries.</summary>
    public IReadOnlyList<string> Data
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(entry => Encoding.UTF8.GetString(entry.Data))];
            }
        }
    }

    /// <summary>What is not acknowledged in a group, by whom.</summary>
    public IReadOnlyList<(StreamId Id, string Consumer)> PendingOf(string group)
    {
        lock (_gate)
        {
            return Group(group).Pending;
        }
    }

    /// <summary>Adds entries with the next ids: 1-0, 2-0 … Their data is their number.</summary>
    public void Append(int count = 1)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
            {
                Add(new StreamMessage(Encoding.UTF8.GetBytes((_last.Milliseconds + 1).ToString(CultureInfo.InvariantCulture))));
            }
        }

        Wake();
    }

    /// <summary>Drops the oldest entries.</summary>
    public void Trim(int keep)
    {
        lock (_gate)
        {
            var gone = _entries.Count - keep;
            _trimmed = _entries[gone - 1].Id;
            _entries.RemoveRange(0, gone);
        }
    }

    /// <summary>The stream is lost, groups included.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            _entries.Clear();
            _groups.Clear();
            (_last, _trimmed) = (StreamId.Zero, StreamId.Zero);
        }
    }

    /// <summary>Has the calls that wait look again.</summary>
    public void Wake() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>Adds a group that begins with the first entry.</summary>
    public void AddGroup(string name)
    {
        lock (_gate)
        {
            _groups.Add(name, new FakeStreamGroup(time));
        }
    }

    public FakeStreamGroup Group(string name)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(name, out var group) ? group : throw new RealtimeException(RealtimeErrorCode.NotFound, "There is no such group.");
        }
    }

    public async Task<StreamReceipt[]> PublishAsync(StreamPublish[] publishes)
    {
        lock (_gate)
        {
            _publishes.Add(publishes);
        }

        await Gate;
        Check();
        if (PublishFaults.TryDequeue(out var fault) && fault is not null)
        {
            throw fault;
        }

        StreamReceipt[] receipts;
        lock (_gate)
        {
            receipts = Array.ConvertAll(publishes, Publish);
        }

        Wake();
        return receipts;
    }

    public Task<StreamEntry[]> RangeAsync(StreamRange range)
    {
        Check();
        lock (_gate)
        {
            var found = _entries.Where(entry => entry.Id >= range.Start && entry.Id <= range.End);
            return Task.FromResult((range.Reverse ? found.Reverse() : found).Take(range.Count).ToArray());
        }
    }

    public Task<StreamPage> ReadAsync(StreamRead read, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _reads.Add(read);
        }

        return WaitAsync(last => Read(read, last), read.Wait, cancellationToken);
    }

    public async Task<StreamEntry[]> ReadGroupAsync(GroupRead read, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _groupReads.Add(read);
        }

        var entries = await WaitAsync(last => ReadGroup(read, last), read.PendingAfter is null ? read.Wait : TimeSpan.Zero, cancellationToken);
        return entries.Length > 0 && read.PendingAfter is null && AnswersLost-- > 0 ? throw new TimeoutException("The answer was lost.") : entries;
    }

    public Task CreateGroupAsync(string group, StreamId? start) => throw new NotSupportedException("No frame asks for it.");

    public Task<bool> DeleteGroupAsync(string group)
    {
        lock (_gate)
        {
            return Task.FromResult(_groups.Remove(group));
        }
    }

    public Task<int> AcknowledgeAsync(string group, StreamId[] ids)
    {
        Check();
        lock (_gate)
        {
            return Task.FromResult(_groups.TryGetValue(group, out var known) ? known.Acknowledge(ids) : 0);
        }
    }

    public Task<bool> RemoveConsumerAsync(string group, string consumer)
    {
        Check();
        lock (_gate)
        {
            return Task.FromResult(_groups.TryGetValue(group, out var known) && known.Remove(consumer));
        }
    }

    public Task<GroupPending> GetPendingAsync(PendingQuery query) => throw new NotSupportedException("No frame asks for it.");

    public Task<StreamEntry[]> ClaimAsync(GroupClaim claim) => throw new NotSupportedException("No frame asks for it.");

    public Task<long> TrimAsync(long maxLength, bool approximate) => throw new NotSupportedException("No frame asks for it.");

    public Task<StreamInfo> GetInfoAsync() => throw new NotSupportedException("No frame asks for it.");

    public Task<StreamDescription> DescribeAsync() => throw new NotSupportedException("No frame asks for it.");

    public Task<StreamGroup[]> GetGroupsAsync() => throw new NotSupportedException("No frame asks for it.");

    public Task<bool> DeleteAsync() => throw new NotSupportedException("No frame asks for it.");

    private StreamReceipt Publish(StreamPublish publish)
    {
        if (publish.IdempotencyKey is { } key && _seen.TryGetValue(key, out var first))
        {
            return first with { Duplicate = true };
        }

        if (publish.Messages.Any(message => message.Id <= _last))
        {
            return new StreamReceipt([], Error: RealtimeErrorCode.Conflict, ErrorMessage: "The id is not greater than the last.");
        }

        var receipt = new StreamReceipt(Array.ConvertAll(publish.Messages, Add));
        if (publish.IdempotencyKey is { } own)
        {
            _seen[own] = receipt;
        }

        return receipt;
    }

    private StreamId Add(StreamMessage message)
    {
        _last = message.Id ?? new StreamId(_last.Milliseconds + 1, 0);
        _entries.Add(new StreamEntry(_last, message.Data, 1_763_690_000_000));
        return _last;
    }

    private StreamPage? Read(StreamRead read, bool last)
    {
        if (read.After is not { } after)
        {
            return new StreamPage([], _last);
        }

        var lost = after > _last;
        var entries = _entries.Where(entry => lost || entry.Id > after).Take(read.Count).ToArray();
        var position = entries.Length > 0 ? entries[^1].Id : lost ? _last : after;
        var gap = lost || after < _trimmed;
        return entries.Length > 0 || gap || last ? new StreamPage(entries, position, gap) : null;
    }

    private StreamEntry[]? ReadGroup(GroupRead read, bool last)
    {
        var taken = Group(read.Group).Take(read, _entries);
        return taken.Length > 0 || last ? taken : null;
    }

    private async Task<T> WaitAsync<T>(Func<bool, T?> attempt, TimeSpan wait, CancellationToken cancellationToken)
        where T : class
    {
        var until = time.GetUtcNow() + (wait < MaxWait ? wait : MaxWait);
        await Task.Yield();
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            Check();
            cancellationToken.ThrowIfCancellationRequested();
            var left = until - time.GetUtcNow();
            lock (_gate)
            {
                if (attempt(left <= TimeSpan.Zero) is { } result)
                {
                    return result;
                }

                Waiting++;
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(left, time, over.Token));
            await over.CancelAsync();
            lock (_gate)
            {
                Waiting--;
            }
        }
    }

    private void Check()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
