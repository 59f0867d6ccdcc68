using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

[Reentrant]
public class ReentrantTurnGrain(Infrastructure.Signals signals) : Grain, IReentrantTurnGrain
{
    private int _inside;
    private int _maxInside;

    public async Task HoldAsync(string gate)
    {
        signals.Note(gate, "in");
        await signals.PassAsync(gate);
    }

    public Task OpenAsync(string gate)
    {
        signals.Open(gate);
        return Task.CompletedTask;
    }

    public async Task<int> GetThreadsInsideAsync(int calls)
    {
        var self = this.AsReference<IReentrantTurnGrain>();
        await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => self.SpinAsync()));
        return _maxInside;
    }

    public async Task SpinAsync()
    {
        for (var i = 0; i < 20; i++)
        {
            _maxInside = Math.Max(_maxInside, Interlocked.Increment(ref _inside));
            Thread.SpinWait(500);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }
    }
}
