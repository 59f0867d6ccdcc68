using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public class LifeGrain(Signals signals) : Grain, ILifeGrain
{
    private readonly Guid _activation = Guid.NewGuid();
    private IGrainTimer? _timer;
    private int _insideTick;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        signals.Note(Key, "activated");
        return signals.TakeFault(Key) ? throw new InvalidOperationException("cannot start") : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signals.Note(Key, $"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<Guid> GetActivationAsync() => Task.FromResult(_activation);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<Guid> HoldAsync(string gate)
    {
        signals.Note(gate, "in");
        await signals.PassAsync(gate);
        return _activation;
    }

    public Task DeactivateNowAsync() => DeactivateAsync();

    public Task FailNextActivationAsync()
    {
        signals.AddFault(Key);
        return DeactivateAsync();
    }

    public Task StartTimerAsync(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive, bool throws)
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                signals.Note(Key, _insideTick++ == 0 ? "tick" : "overlap");
                await Task.Yield();
                _insideTick--;
                if (throws)
                {
                    throw new InvalidOperationException("a timer's own fault");
                }
            },
            new GrainTimerCreationOptions { DueTime = due, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StopTimerAsync()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task ChangeTimerAsync(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task DelayDeactivationAsync(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public Task<string> GetSiloAsync() => Task.FromResult(RuntimeIdentity);
}
