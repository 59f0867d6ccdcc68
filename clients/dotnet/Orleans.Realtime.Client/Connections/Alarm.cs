namespace Orleans.Realtime.Client.Connections;

/// <summary>Calls back once at a time that may be moved. The callback runs under the client's gate, and never after it was cleared.</summary>
internal sealed class Alarm
{
    // Timers know no more than 49 days: what lies beyond is looked at again then.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private readonly ClientContext _context;
    private readonly Action _callback;
    private ITimer? _timer;
    private TimeSpan? _due;

    public Alarm(ClientContext context, Action callback) => (_context, _callback) = (context, callback);

    /// <summary>When it rings; null where it does not.</summary>
    public TimeSpan? Due => _due;

    public void Set(TimeSpan delay)
    {
        _due = _context.Now + delay;
        Arm(delay);
    }

    public void Clear()
    {
        _due = null;
        _timer?.Dispose();
        _timer = null;
    }

    private void Arm(TimeSpan delay)
    {
        delay = delay < TimeSpan.Zero ? TimeSpan.Zero : delay > Longest ? Longest : delay;
        if (_timer is null)
        {
            _timer = _context.Time.CreateTimer(static alarm => ((Alarm)alarm!).Ring(), this, delay, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Ring()
    {
        lock (_context.Gate)
        {
            // It was moved or cleared while it rang, or rang a little early.
            if (_due is not { } due)
            {
                return;
            }

            if (due > _context.Now)
            {
                Arm(due - _context.Now + TimeSpan.FromMilliseconds(1));
                return;
            }

            Clear();
            _callback();
        }
    }
}
