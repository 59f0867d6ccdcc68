using Orleans.Concurrency;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

/// <summary>Tells its activation, start and end. Notes go under its key.</summary>
public interface ILifeGrain : IGrainWithStringKey
{
    Task<Guid> GetActivationAsync();

    Task DeactivateAsync();

    Task<Guid> HoldAsync(string gate);

    [AlwaysInterleave]
    Task DeactivateNowAsync();

    Task FailNextActivationAsync();

    Task StartTimerAsync(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive, bool throws);

    Task StopTimerAsync();

    Task ChangeTimerAsync(TimeSpan due, TimeSpan period);

    Task DelayDeactivationAsync(TimeSpan span);

    Task<string> GetSiloAsync();
}
