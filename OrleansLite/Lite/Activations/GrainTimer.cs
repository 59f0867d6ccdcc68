using Orleans.Lite.Invocation;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>A timer whose ticks are turns of its activation. It is set again after each tick, so ticks never overlap.</summary>
internal abstract class GrainTimer : Turn, IGrainTimer
{
    private static readonly TimeSpan MaxSpan = TimeSpan.FromMilliseconds(0xfffffffe);

    private readonly Activation _activation;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly bool _keepAlive;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private int _firing;
    private bool _changed;

    protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
        : base(options.Interleave ? InvokeOptions.AlwaysInterleave : InvokeOptions.None)
    {
        Validate(options.DueTime, options.Period);
        _activation = activation;
        _keepAlive = options.KeepAlive;
        _dueTime = options.DueTime;
        _period = options.Period;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Table.Clock.CreateTimer(static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        activation.AddTimer(this);
        _timer.Change(_dueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool KeepsAlive => _keepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        _changed = true;
        _dueTime = dueTime;
        _period = period;
        if (Volatile.Read(ref _firing) == 0)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _timer.Dispose();
        _activation.RemoveTimer(this);
    }

    public override Task Run(Activation activation)
    {
        _changed = false;
        return _disposed.IsCancellationRequested ? Task.CompletedTask : CallAsync(_disposed.Token);
    }

    public override void Complete(Activation activation, Task task)
    {
        if (task.Exception?.InnerException is { } error)
        {
            activation.Table.LogTimerFailed(error, activation.GrainId);
        }

        Volatile.Write(ref _firing, 0);
        if (!_disposed.IsCancellationRequested)
        {
            _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    public override void Fail(Activation activation, Exception error)
    {
        // The activation has disposed of this timer already.
    }

    public override void Redirect(Activation activation)
    {
        // A tick is for its own activation only.
    }

    public override string ToString() => $"timer of {_activation.GrainId}";

    protected abstract Task CallAsync(CancellationToken cancellationToken);

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime, MaxSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, MaxSpan);
    }

    private void Fire()
    {
        // Set again by Change while a tick waits, it could fire twice; a turn stands in the queue once.
        if (Interlocked.Exchange(ref _firing, 1) == 0)
        {
            _activation.TryAdd(this);
        }
    }
}
