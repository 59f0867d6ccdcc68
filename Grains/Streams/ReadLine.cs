using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>Calls that read behind the same position: one question to the store at a time, for all of them.</summary>
internal sealed class ReadLine(StreamWaiting owner, StreamId after) : IStreamLine
{
    private readonly List<StreamWaiter<int, StreamPage>> _waiters = [];
    private bool _serving;
    private bool _again;

    public Task<StreamPage> AddAsync(StreamWaiter<int, StreamPage> waiter)
    {
        _waiters.Add(waiter);
        Wake();
        return waiter.Task;
    }

    public void Wake()
    {
        _again = true;
        if (!_serving)
        {
            _ = ServeAsync();
        }
    }

    public long Expire(long now)
    {
        var next = long.MaxValue;
        var over = 0;
        foreach (var waiter in _waiters)
        {
            if (waiter.Parked && waiter.Until <= now)
            {
                over++;
                waiter.TrySetResult(new([], after));
            }
            else if (waiter.Parked)
            {
                next = Math.Min(next, waiter.Until);
            }
        }

        if (over > 0)
        {
            _waiters.RemoveAll(static waiter => waiter.Task.IsCompleted);
            owner.Unpark(over);
            ForgetIfEmpty();
        }

        return next;
    }

    private async Task ServeAsync()
    {
        _serving = true;
        while (_again && _waiters.Count > 0)
        {
            _again = false;
            var count = 0;
            foreach (var waiter in _waiters)
            {
                waiter.Asked = true;
                count = Math.Max(count, waiter.Request);
            }

            try
            {
                Take(await owner.Services.CallAsync(
                    owner.Stream, store => store.ReadAsync(owner.Stream, after, count, owner.Services.Options.MaxReadBytes)));
            }
            catch (Exception fault)
            {
                Fail(fault);
            }
        }

        _serving = false;
        ForgetIfEmpty();
    }

    private void Take(StreamPage page)
    {
        if (page.Gap && page.Position < after)
        {
            owner.WatchAnew(page.Position);
        }

        if (page.Entries.Length > 0 || page.Gap)
        {
            Remove(static _ => true, waiter => waiter.TrySetResult(Part(page, waiter.Request)));
            return;
        }

        owner.Watch(after);
        foreach (var waiter in _waiters)
        {
            waiter.Parked = waiter.Parked || (waiter.Asked && owner.TryPark(waiter.Until));
        }

        Remove(static waiter => waiter is { Asked: true, Parked: false }, waiter => waiter.TrySetResult(page));
    }

    /// <summary>Who just came is told; who waits stays, except when this cannot pass.</summary>
    private void Fail(Exception fault)
    {
        var passes = TransientFault.Matches(fault);
        Remove(waiter => waiter.Asked && !(passes && waiter.Parked), waiter => waiter.TrySetException(fault));
        if (_waiters.Count > 0)
        {
            owner.RetrySoon();
        }
    }

    private void Remove(Predicate<StreamWaiter<int, StreamPage>> which, Action<StreamWaiter<int, StreamPage>> answer)
    {
        var parked = 0;
        foreach (var waiter in _waiters)
        {
            if (which(waiter))
            {
                parked += waiter.Parked ? 1 : 0;
                answer(waiter);
            }
        }

        _waiters.RemoveAll(static waiter => waiter.Task.IsCompleted);
        owner.Unpark(parked);
    }

    private StreamPage Part(StreamPage page, int count)
    {
        owner.Services.Metrics.WasRead(Math.Min(count, page.Entries.Length));
        return page.Entries.Length <= count ? page : page with { Entries = page.Entries[..count], Position = page.Entries[count - 1].Id };
    }

    private void ForgetIfEmpty()
    {
        if (_waiters.Count == 0 && !_serving)
        {
            owner.Forget(after);
        }
    }
}
