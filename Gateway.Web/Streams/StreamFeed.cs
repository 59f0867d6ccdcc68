using System.Diagnostics.CodeAnalysis;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>
/// Reads one stream for all connections of this gateway that subscribe to it. Each entry is read and encoded once for all that keep up; who does not, because it begins
/// further back or its queue has no room, reads by itself until it has come as far.
/// </summary>
/// <remarks>
/// Every subscription has a position of its own, and is given only what comes behind it: ids ascend, and nothing comes twice. A stream that was lost and began anew
/// has lower ids. That is a new life: everybody is told of the gap and goes on where the new one begins, and a position that was read in the former life says nothing about it.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer, whose token nobody links to.")]
internal sealed partial class StreamFeed(
    StreamFeeds feeds, string stream, IStreamGrain grain, StreamOutage outage, StreamMetrics metrics, ILogger<StreamFeed> logger)
{
    private readonly Lock _gate = new();
    private readonly List<StreamSubscription> _live = [];
    private readonly ILogger _logger = logger;
    private CancellationTokenSource? _reading;
    private StreamId _position;
    private long _life;
    private int _count;

    /// <summary>The stream.</summary>
    public string Stream => stream;

    /// <summary>Adds a connection that has not begun yet.</summary>
    public StreamSubscription Add(IStreamTarget target)
    {
        lock (_gate)
        {
            _count++;
        }

        metrics.Subscribed(1);
        return new StreamSubscription(this, target);
    }

    /// <summary>Where the stream ends at this moment, and in which life.</summary>
    public async Task<(StreamId End, long Life)> ReadEndAsync()
    {
        var life = Life;
        return ((await grain.ReadAsync(new StreamRead(After: null, Count: 1))).Position, life);
    }

    /// <summary>Begins to deliver.</summary>
    /// <param name="subscription">To whom.</param>
    /// <param name="from">Behind which id.</param>
    /// <param name="end">The end of the stream as it was read before.</param>
    /// <param name="life">The life in which it was read.</param>
    public void Start(StreamSubscription subscription, StreamId from, StreamId end, long life)
    {
        lock (_gate)
        {
            subscription.Position = from;
            if (subscription.Ended || (from == end && TryJoin(subscription, life, atEnd: true)))
            {
                return;
            }
        }

        _ = CatchUpAsync(subscription);
    }

    /// <summary>Nothing more is delivered to it.</summary>
    public void Remove(StreamSubscription subscription)
    {
        CancellationTokenSource? reading = null;
        var unused = false;
        lock (_gate)
        {
            if (subscription.Ended)
            {
                return;
            }

            subscription.Ended = true;
            Leave(subscription);
            if (--_count == 0)
            {
                (unused, reading) = (_reading is null, _reading);
            }
        }

        metrics.Subscribed(-1);
        reading?.Cancel();
        if (unused)
        {
            feeds.TryEnd(this);
        }
    }

    /// <summary>Whether nobody is left. Asked by the registry, which then forgets it.</summary>
    public bool TryEnd()
    {
        lock (_gate)
        {
            if (_count > 0)
            {
                return false;
            }

            _reading = null;
            return true;
        }
    }

    private long Life
    {
        get
        {
            lock (_gate)
            {
                return _life;
            }
        }
    }

    /// <summary>The lock is held. One that is ahead of the feed joins too: it is given what comes behind its own position.</summary>
    private bool TryJoin(StreamSubscription subscription, long life, bool atEnd)
    {
        if (life != _life || (_reading is null ? !atEnd : subscription.Position < _position))
        {
            return false;
        }

        subscription.Index = _live.Count;
        _live.Add(subscription);
        if (_reading is null)
        {
            _position = subscription.Position;
            _reading = new CancellationTokenSource();
            _ = RunAsync(_reading);
        }

        return true;
    }

    /// <summary>The lock is held.</summary>
    private void Leave(StreamSubscription subscription)
    {
        if (subscription.Index == StreamSubscription.Apart)
        {
            return;
        }

        var last = _live[^1];
        _live[subscription.Index] = last;
        last.Index = subscription.Index;
        _live.RemoveAt(_live.Count - 1);
        subscription.Index = StreamSubscription.Apart;
    }

    private async Task RunAsync(CancellationTokenSource reading)
    {
        using var course = outage.Begin();

        // Who began it has its lock and may have a call of its own to finish.
        await Task.Yield();
        while (true)
        {
            try
            {
                var asked = outage.Time.GetTimestamp();
                var page = await grain.ReadAsync(new StreamRead(_position, feeds.PageSize, StreamServices.LongestWait), reading.Token);
                course.Succeeded();
                if (page.Entries.Length > 0 || page.Gap)
                {
                    Deliver(page);
                }
                else
                {
                    await outage.PauseAsync(asked, reading.Token);
                }
            }
            catch (Exception) when (reading.IsCancellationRequested)
            {
                // The last one went. Another may have come.
            }
            catch (Exception fault)
            {
                await course.FailedAsync(fault, reading.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (reading.IsCancellationRequested)
            {
                if (feeds.TryEnd(this))
                {
                    return;
                }

                lock (_gate)
                {
                    _reading = reading = new CancellationTokenSource();
                }
            }
        }
    }
}
