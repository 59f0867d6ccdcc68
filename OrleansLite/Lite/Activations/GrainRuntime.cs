using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Lite.Activations;

/// <summary>What grains ask of their silo.</summary>
internal sealed class GrainRuntime(ILocalSiloDetails silo, IGrainFactory factory, ITimerRegistry timers, IServiceProvider services, TimeProvider clock) : IGrainRuntime
{
    public string SiloIdentity => silo.SiloAddress.ToString();

    public SiloAddress SiloAddress => silo.SiloAddress;

    public IGrainFactory GrainFactory => factory;

    public ITimerRegistry TimerRegistry => timers;

    public IServiceProvider ServiceProvider => services;

    public TimeProvider TimeProvider => clock;

    public void DeactivateOnIdle(IGrainContext grainContext) =>
        grainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => (grainContext as Activation)?.DelayDeactivation(timeSpan);
}
