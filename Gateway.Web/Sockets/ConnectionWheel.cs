namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// A hashed timing wheel: one timer for the pings and time-outs of all sockets. Adding, moving and removing an entry cost the same
/// with ten sockets as with 100,000.
/// </summary>
/// <remarks>
/// The wheel has its own clock. It never moves more than <see cref="LongestStep"/> in one tick: when the process was paused (a
/// stopped container, a starved machine), the pause does not count as silence of the peers, whose bytes could not be read.
/// </remarks>
internal sealed partial class ConnectionWheel : IDisposable
{
    /// <summary>Time between two ticks: how exact a time-out is.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(TickMilliseconds);

    private const int TickMilliseconds = 100;
    private const int LongestStep = 250;
    private const int SlotCount = 1024;

    private readonly Lock _lock = new();
    private readonly Lock _tickLock = new();
    private readonly WheelEntry?[] _slots = new WheelEntry?[SlotCount];
    private readonly List<WheelEntry> _due = [];
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _lastTimestamp;
    private long _now;

    public ConnectionWheel(TimeProvider time, ILogger<ConnectionWheel> logger)
    {
        _time = time;
        _logger = logger;
        _lastTimestamp = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((ConnectionWheel)state!).Tick(), this, TickInterval, TickInterval);
    }

    /// <summary>The wheel's time in milliseconds since it was made, exact to a tick. Costs one read.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>Takes an entry in.</summary>
    public void Add(WheelEntry entry, long due)
    {
        lock (_lock)
        {
            if (entry.State == WheelState.Out)
            {
                Link(entry, due);
            }
        }
    }

    /// <summary>Sees to it that the entry is called at <paramref name="due"/> or earlier. Nothing happens for one that is not in the wheel.</summary>
    public void Schedule(WheelEntry entry, long due)
    {
        if (Volatile.Read(ref entry.Due) <= due)
        {
            return;
        }

        lock (_lock)
        {
            if (entry.State == WheelState.Running)
            {
                entry.Due = Math.Min(entry.Due, due);
            }
            else if (entry.State == WheelState.Waiting && entry.Due > due)
            {
                Unlink(entry);
                Link(entry, due);
            }
        }
    }

    /// <summary>Takes an entry out. One call of it may still be under way.</summary>
    public void Remove(WheelEntry entry)
    {
        lock (_lock)
        {
            if (entry.State == WheelState.Waiting)
            {
                Unlink(entry);
            }

            entry.State = WheelState.Out;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        // A tick that takes longer than the interval is not overtaken by the next one.
        if (!_tickLock.TryEnter())
        {
            return;
        }

        try
        {
            var now = Advance();
            foreach (var entry in _due)
            {
                Run(entry, now);
            }

            _due.Clear();
        }
        finally
        {
            _tickLock.Exit();
        }
    }

    private long Advance()
    {
        var timestamp = _time.GetTimestamp();
        var step = Math.Clamp((long)_time.GetElapsedTime(_lastTimestamp, timestamp).TotalMilliseconds, 0, LongestStep);
        _lastTimestamp = timestamp;
        lock (_lock)
        {
            var before = _now;
            var now = before + step;
            for (var tick = before / TickMilliseconds; tick <= now / TickMilliseconds; tick++)
            {
                for (var entry = _slots[tick % SlotCount]; entry is not null;)
                {
                    var next = entry.Next;
                    if (entry.Due <= now)
                    {
                        Unlink(entry);
                        entry.State = WheelState.Running;
                        entry.Due = long.MaxValue;
                        _due.Add(entry);
                    }

                    entry = next;
                }
            }

            Volatile.Write(ref _now, now);
            return now;
        }
    }

    private void Run(WheelEntry entry, long now)
    {
        long next;
        try
        {
            next = entry.OnDue(now);
        }
        catch (Exception exception)
        {
            LogEntryFailed(_logger, exception);
            next = now + TickMilliseconds;
        }

        lock (_lock)
        {
            if (entry.State == WheelState.Running)
            {
                Link(entry, Math.Min(next, entry.Due));
            }
        }
    }

    private void Link(WheelEntry entry, long due)
    {
        // Never into the slot that has just been looked at, or it would wait for a whole turn.
        due = Math.Max(due, _now + 1);
        ref var slot = ref _slots[due / TickMilliseconds % SlotCount];
        entry.Due = due;
        entry.State = WheelState.Waiting;
        entry.Previous = null;
        entry.Next = slot;
        if (slot is not null)
        {
            slot.Previous = entry;
        }

        slot = entry;
    }

    private void Unlink(WheelEntry entry)
    {
        if (entry.Previous is null)
        {
            _slots[entry.Due / TickMilliseconds % SlotCount] = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is not null)
        {
            entry.Next.Previous = entry.Previous;
        }

        entry.Next = null;
        entry.Previous = null;
        entry.State = WheelState.Out;
    }
}
