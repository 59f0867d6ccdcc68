using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>
/// The calls that wait in one stream. A call that waits is a promise in a list: it has no thread, no timer and no connection. One timer answers those whose
/// time is over; one watch of the store, kept while somebody waits, wakes them for entries that came past this activation. Runs on the activation's single
/// thread, to which it posts what happens elsewhere.
/// </summary>
/// <remarks>
/// While storage is away who waits stays, is asked for again now and then, and is answered with nothing when the time is over: the caller asks again, and is
/// told of the trouble by that call.
/// </remarks>
internal sealed class StreamWaiting : IDisposable
{
    /// <summary>The timer fires no more often; so much later than asked an answer may come.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(20);

    /// <summary>When the store could not be asked, it is again after this time.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait while the silo stops: short enough not to hold it up, long enough that who asks again is no burden.</summary>
    private static readonly TimeSpan StoppingWait = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<StreamId, ReadLine> _reads = [];
    private readonly Dictionary<string, GroupLine> _groups = new(StringComparer.Ordinal);
    private readonly TaskScheduler _scheduler = TaskScheduler.Current;
    private readonly CancellationTokenRegistration _stopping;
    private readonly ITimer _timer;
    private IDisposable? _watch;
    private long _armedFor = long.MaxValue;
    private long _retryAt = long.MaxValue;
    private long _idleSince;
    private int _wakePosted;
    private bool _closed;

    public StreamWaiting(StreamServices services, string stream)
    {
        (Services, Stream) = (services, stream);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = services.Time.CreateTimer(
                static state => ((StreamWaiting)state!).Post(static waiting => waiting.Tick()), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _stopping = services.Stopping.Register(static state => ((StreamWaiting)state!).Post(static waiting => waiting.Release()), this);
        }
    }

    public StreamServices Services { get; }

    public string Stream { get; }

    /// <summary>How many calls wait.</summary>
    public int Count { get; private set; }

    /// <summary>Counts the times that all were woken.</summary>
    public long Wakes { get; private set; }

    /// <summary>Whether the store tells of entries that come past this activation.</summary>
    public bool IsWatching => _watch is not null;

    /// <summary>Reads behind a position. Calls with the same one share what the store answers.</summary>
    public async Task<StreamPage> ReadAsync(StreamId after, int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!_reads.TryGetValue(after, out var line))
        {
            _reads.Add(after, line = new(this, after));
        }

        var waiter = new StreamWaiter<int, StreamPage>(count, Until(wait));
        using var leaving = OnLeft(line, waiter, cancellationToken);
        return await line.AddAsync(waiter);
    }

    /// <summary>Takes entries for a consumer. Calls for the same group are served one after the other once they wait.</summary>
    public async Task<StreamEntry[]> ReadGroupAsync(GroupRead read, CancellationToken cancellationToken)
    {
        if (!_groups.TryGetValue(read.Group, out var line))
        {
            _groups.Add(read.Group, line = new(this, read.Group));
        }

        var waiter = new StreamWaiter<GroupRead, StreamEntry[]>(read, Until(read.Wait));
        using var leaving = OnLeft(line, waiter, cancellationToken);
        return await line.AddAsync(waiter);
    }

    /// <summary>Entries were added, or may have been.</summary>
    public void Wake()
    {
        Volatile.Write(ref _wakePosted, 0);
        Wakes++;

        // A line that is woken may leave; none comes meanwhile, since who is answered goes on later.
        foreach (var line in Lines)
        {
            line.Wake();
        }
    }

    /// <summary>Watches for what comes behind a position, unless it does already.</summary>
    public void Watch(StreamId after)
    {
        if (!_closed)
        {
            _watch ??= Services.Store.Watch(Stream, after, OnAdded);
        }
    }

    /// <summary>The stream was deleted or is another: what comes next may have lower ids than those watched for.</summary>
    public void WatchAnew(StreamId after)
    {
        if (_watch is not null)
        {
            StopWatching();
            Watch(after);
        }
    }

    /// <summary>Whether a call may wait. Not, when its time is over, or as many wait as are allowed.</summary>
    public bool TryPark(long until)
    {
        if (_closed || Count >= Services.Options.MaxWaiting || until <= Services.Time.GetTimestamp())
        {
            return false;
        }

        Count++;
        Services.Metrics.Waits(1);
        Arm(until);
        return true;
    }

    /// <summary>So many calls no longer wait.</summary>
    public void Unpark(int calls)
    {
        Count -= calls;
        Services.Metrics.Waits(-calls);
        if (calls > 0 && Count == 0)
        {
            _idleSince = Services.Time.GetTimestamp();
            Arm(_idleSince + Ticks(Services.Options.MaxWait));
        }
    }

    /// <summary>The store could not be asked: all are woken again after a moment.</summary>
    public void RetrySoon()
    {
        _retryAt = Math.Min(_retryAt, Services.Time.GetTimestamp() + Ticks(RetryDelay));
        Arm(_retryAt);
    }

    /// <summary>Nobody is left in a line.</summary>
    public void Forget(StreamId after) => _reads.Remove(after);

    /// <inheritdoc cref="Forget(StreamId)"/>
    public void Forget(string group) => _groups.Remove(group);

    /// <summary>Answers all who wait, and ends.</summary>
    public void Dispose()
    {
        _closed = true;
        Release();
        _stopping.Dispose();
        _timer.Dispose();
        StopWatching();
    }

    private IEnumerable<IStreamLine> Lines
    {
        get
        {
            foreach (var read in _reads)
            {
                yield return read.Value;
            }

            foreach (var group in _groups)
            {
                yield return group.Value;
            }
        }
    }

    private CancellationTokenRegistration OnLeft<TRequest, TAnswer>(IStreamLine line, StreamWaiter<TRequest, TAnswer> waiter, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? cancellationToken.Register(() => Post(_ =>
            {
                waiter.GiveUp();
                line.Expire(Services.Time.GetTimestamp());
            }))
            : default;

    private long Until(TimeSpan wait)
    {
        var longest = Services.Stopping.IsCancellationRequested ? StoppingWait : Services.Options.MaxWait;
        return Services.Time.GetTimestamp() + Ticks(wait < longest ? wait : longest);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Services.Time.TimestampFrequency);

    /// <summary>Called on any thread.</summary>
    private void OnAdded()
    {
        if (Interlocked.Exchange(ref _wakePosted, 1) == 0)
        {
            Post(static waiting => waiting.Wake());
        }
    }

    private void Post(Action<StreamWaiting> action) =>
        _ = Task.Factory.StartNew(() => action(this), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    private void Release()
    {
        foreach (var line in Lines)
        {
            line.Expire(long.MaxValue);
        }
    }

    private void Tick()
    {
        _armedFor = long.MaxValue;
        var now = Services.Time.GetTimestamp();
        var next = long.MaxValue;
        foreach (var line in Lines)
        {
            next = Math.Min(next, line.Expire(now));
        }

        if (_retryAt <= now)
        {
            _retryAt = long.MaxValue;
            Wake();
        }

        // Who reads on comes again soon: a watch is worth keeping for a while.
        if (Count == 0 && IsWatching && now - _idleSince >= Ticks(Services.Options.MaxWait))
        {
            StopWatching();
        }
        else if (Count == 0 && IsWatching)
        {
            next = Math.Min(next, _idleSince + Ticks(Services.Options.MaxWait));
        }

        Arm(Math.Min(next, _retryAt));
    }

    private void Arm(long due)
    {
        if (!_closed && due < _armedFor)
        {
            _armedFor = due;
            var left = TimeSpan.FromMilliseconds(Math.Ceiling(Services.Time.GetElapsedTime(Services.Time.GetTimestamp(), due).TotalMilliseconds));
            _timer.Change(left > Spacing ? left : Spacing, Timeout.InfiniteTimeSpan);
        }
    }

    private void StopWatching()
    {
        _watch?.Dispose();
        _watch = null;
    }
}
