using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Lite.Activations;

/// <summary>Makes grain timers.</summary>
internal sealed class TimerRegistry : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return grainContext is Activation activation
            ? new GrainTimer<TState>(activation, callback, state, options)
            : throw new InvalidOperationException("A timer can only be made within a grain.");
    }
}
