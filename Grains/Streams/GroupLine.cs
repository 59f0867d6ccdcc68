using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>
/// Calls for entries of one group. While nobody waits each asks the store by itself. Those that wait are served in the order of their arrival, one after the
/// other and no longer than there is something, so that hundreds of consumers do not ask for one entry; who comes then stands behind them.
/// </summary>
internal sealed class GroupLine(StreamWaiting owner, string group) : IStreamLine
{
    private readonly List<StreamWaiter<GroupRead, StreamEntry[]>> _parked = [];
    private readonly Queue<StreamWaiter<GroupRead, StreamEntry[]>> _newcomers = new();
    private StreamWaiter<GroupRead, StreamEntry[]>? _underWay;
    private int _asking;
    private bool _serving;
    private bool _woken;
    private bool _dry = true;

    public async Task<StreamEntry[]> AddAsync(StreamWaiter<GroupRead, StreamEntry[]> waiter)
    {
        if (_parked.Count > 0)
        {
            _newcomers.Enqueue(waiter);
            Serve();
            return await waiter.Task;
        }

        _asking++;
        try
        {
            var wakes = owner.Wakes;
            var entries = await AskAsync(waiter.Request);
            if (entries.Length > 0 || !TryPark(waiter))
            {
                return entries;
            }

            // What was added while the store was asked, or before it was watched, would not wake anybody any more.
            if (owner.Wakes != wakes || !owner.IsWatching)
            {
                Wake();
            }
        }
        finally
        {
            _asking--;
            ForgetIfEmpty();
        }

        return await waiter.Task;
    }

    public void Wake()
    {
        if (_parked.Count > 0)
        {
            _woken = true;
            Serve();
        }
    }

    public long Expire(long now)
    {
        var next = long.MaxValue;
        var over = 0;
        foreach (var waiter in _parked)
        {
            if (waiter.Until <= now && waiter != _underWay)
            {
                over++;
                waiter.TrySetResult([]);
            }
            else
            {
                next = Math.Min(next, waiter.Until);
            }
        }

        if (over > 0)
        {
            _parked.RemoveAll(static waiter => waiter.Task.IsCompleted);
            owner.Unpark(over);
            ForgetIfEmpty();
        }

        return next;
    }

    private void Serve()
    {
        if (!_serving)
        {
            _ = ServeAsync();
        }
    }

    private async Task ServeAsync()
    {
        _serving = true;
        if (!owner.IsWatching)
        {
            await WatchAsync();
        }

        while (Next() is { } waiter)
        {
            _underWay = waiter;
            await ServeAsync(waiter);
            _underWay = null;
        }

        _serving = false;
        ForgetIfEmpty();
    }

    /// <summary>The first who waits, as long as there may be something for those who were asked for before; else one who just came.</summary>
    private StreamWaiter<GroupRead, StreamEntry[]>? Next()
    {
        _dry = _dry && !_woken;
        _woken = false;
        return !_dry && _parked.Count > 0 ? _parked[0] : _newcomers.TryDequeue(out var newcomer) ? newcomer : null;
    }

    private async Task ServeAsync(StreamWaiter<GroupRead, StreamEntry[]> waiter)
    {
        if (waiter.IsGivenUp)
        {
            Leave(waiter);
            waiter.TrySetResult([]);
            return;
        }

        try
        {
            // Who waits has asked for what others have left; it asks again with its next call.
            var entries = await AskAsync(waiter.Parked ? waiter.Request with { MinIdle = null } : waiter.Request);
            _dry = entries.Length == 0;
            if (!_dry || !(waiter.Parked || TryPark(waiter)))
            {
                Leave(waiter);
                waiter.TrySetResult(entries);
            }
        }
        catch (RealtimeException fault) when (waiter.Parked && fault.Code == RealtimeErrorCode.Unavailable)
        {
            _dry = true;
            owner.RetrySoon();
        }
        catch (Exception fault)
        {
            // With an unknown outcome the consumer may have entries of which nobody told it: it has to look.
            _dry = TransientFault.Matches(fault);
            Leave(waiter);
            waiter.TrySetException(fault);
            if (_parked.Count > 0)
            {
                owner.RetrySoon();
            }
        }
    }

    /// <summary>Watches from the present end on; everything up to there is looked for by those who wait.</summary>
    private async Task WatchAsync()
    {
        try
        {
            var end = await owner.Services.CallAsync(owner.Stream, store => store.ReadAsync(owner.Stream, after: null, 1, owner.Services.Options.MaxReadBytes));
            owner.Watch(end.Position);
            _woken = true;
        }
        catch (Exception)
        {
            // It is logged; those who wait stay, and those who just came are told when they ask.
            owner.RetrySoon();
        }
    }

    private async Task<StreamEntry[]> AskAsync(GroupRead read)
    {
        var entries = await owner.Services.CallAsync(owner.Stream, store => store.ReadGroupAsync(owner.Stream, read, owner.Services.Options.MaxReadBytes));
        owner.Services.Metrics.Consumed(entries);
        return entries;
    }

    private bool TryPark(StreamWaiter<GroupRead, StreamEntry[]> waiter)
    {
        if (owner.TryPark(waiter.Until))
        {
            waiter.Parked = true;
            _parked.Add(waiter);
        }

        return waiter.Parked;
    }

    private void Leave(StreamWaiter<GroupRead, StreamEntry[]> waiter)
    {
        if (waiter.Parked && _parked.Remove(waiter))
        {
            owner.Unpark(1);
        }
    }

    private void ForgetIfEmpty()
    {
        if (_parked.Count == 0 && _newcomers.Count == 0 && _asking == 0 && !_serving)
        {
            owner.Forget(group);
        }
    }
}
