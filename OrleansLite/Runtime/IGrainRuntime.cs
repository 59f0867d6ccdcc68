using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>What <see cref="Grain"/> asks of the runtime.</summary>
public interface IGrainRuntime
{
    /// <summary>The silo as text.</summary>
    string SiloIdentity { get; }

    /// <summary>The silo's address.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>Makes references.</summary>
    IGrainFactory GrainFactory { get; }

    /// <summary>Makes timers.</summary>
    ITimerRegistry TimerRegistry { get; }

    /// <summary>The silo's services.</summary>
    IServiceProvider ServiceProvider { get; }

    /// <summary>The silo's clock.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>Deactivates once idle.</summary>
    void DeactivateOnIdle(IGrainContext grainContext);

    /// <summary>Keeps from idle collection.</summary>
    void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);
}
