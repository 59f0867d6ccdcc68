using Orleans.Realtime.OrleansLite.Bench.Contracts;

namespace Orleans.Realtime.OrleansLite.Bench.Grains;

/// <summary>See <see cref="IEchoGrain"/>.</summary>
public sealed class EchoGrain : Grain, IEchoGrain
{
    private IEchoObserver? _observer;

    /// <inheritdoc/>
    public Task<Payload> EchoAsync(Payload payload) => Task.FromResult(payload);

    /// <inheritdoc/>
    public Task SubscribeAsync(IEchoObserver observer)
    {
        _observer = observer;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task NotifyAsync(int calls, int depth, Payload payload) => Load.RunAsync(calls, depth, () => _observer!.HearAsync(payload));

    /// <inheritdoc/>
    public Task TellAsync(int calls, Payload payload)
    {
        for (var i = 0; i < calls; i++)
        {
            _ = _observer!.ToldAsync(payload);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CallAsync(long other, int calls, int depth, Payload payload)
    {
        var grain = GrainFactory.GetGrain<IEchoGrain>(other);
        return Load.RunAsync(calls, depth, () => grain.EchoAsync(payload));
    }

    /// <inheritdoc/>
    public Task TouchAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<long> CollectAsync() => Task.FromResult(GC.GetTotalMemory(forceFullCollection: true));
}
