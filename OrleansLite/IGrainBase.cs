using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class is; <see cref="Grain"/> is the usual base.</summary>
public interface IGrainBase
{
    /// <summary>The activation's context.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Called before the first request.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Called after the last request.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
