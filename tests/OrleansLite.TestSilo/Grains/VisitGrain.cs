using System.Diagnostics;
using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.TestSilo.Grains;

/// <summary>See <see cref="IVisitGrain"/>.</summary>
public sealed class VisitGrain([PersistentState("visit", "redis")] IPersistentState<VisitState> state) : Grain, IVisitGrain
{
    private readonly Guid _activation = Guid.NewGuid();
    private readonly TaskCompletionSource _never = new();
    private int _givenUp;

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
    public Task<IVisitObserver> GetObserverAsync() => Task.FromResult(state.State.Observer!);

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
    public Task<Visit> GetOtherAsync(string key) => GrainFactory.GetGrain<IVisitGrain>(key).GetAsync();

    /// <inheritdoc/>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _never.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _givenUp++;
        }
    }

    /// <inheritdoc/>
    public Task WaitAtAsync(string key, CancellationToken cancellationToken) => GrainFactory.GetGrain<IVisitGrain>(key).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountGivenUpAsync() => Task.FromResult(_givenUp);

    /// <inheritdoc/>
    public Task BurnAsync(TimeSpan time)
    {
        // More of them than threads will be made: nothing else gets its turn before the time is over.
        var burning = Stopwatch.StartNew();
        for (var i = 0; i < Environment.ProcessorCount * 100; i++)
        {
            ThreadPool.QueueUserWorkItem(_ => SpinWait.SpinUntil(() => burning.Elapsed > time));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task BeLateAsync() => _never.Task;

    /// <inheritdoc/>
    public Task ThrowAsync() => throw new InvalidOperationException("the grain's own fault");
}
