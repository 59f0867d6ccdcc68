using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.TestSilo.Grains;

/// <summary>See <see cref="IVisitGrain"/>.</summary>
public sealed class VisitGrain([PersistentState("visit", "redis")] IPersistentState<VisitState> state) : Grain, IVisitGrain
{
    private readonly Guid _activation = Guid.NewGuid();
    private readonly TaskCompletionSource _never = new();

    /// <inheritdoc/>
    public Task<Visit> GetAsync() => Task.FromResult(new Visit(_activation, RuntimeIdentity, Environment.ProcessId));

    /// <inheritdoc/>
    public Task HoldAsync() => _never.Task;

    /// <inheritdoc/>
    public Task SubscribeAsync(IVisitObserver observer)
    {
        state.State.Observer = observer;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> AskAsync(int value) => state.State.Observer!.HearAsync(value);

    /// <inheritdoc/>
    public Task WriteAsync(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task<string> ReadAsync() => Task.FromResult(state.State.Text);

    /// <inheritdoc/>
    public Task ForgetAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ThrowAsync() => throw new InvalidOperationException("the grain's own fault");
}
