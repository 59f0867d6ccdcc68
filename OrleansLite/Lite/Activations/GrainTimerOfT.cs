using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>A timer with the state its callback is given.</summary>
internal sealed class GrainTimer<TState>(Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    protected override Task CallAsync(CancellationToken cancellationToken) => callback(state, cancellationToken);
}
