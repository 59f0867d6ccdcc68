using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public class TurnGrain(Infrastructure.Signals signals) : Grain, ITurnGrain
{
    private readonly List<int> _items = [];
    private int _count;
    private int _inside;
    private int _maxInside;

    public async Task<int> IncrementSlowlyAsync()
    {
        _inside++;
        _maxInside = Math.Max(_maxInside, _inside);
        var before = _count;
        await Task.Yield();
        await Task.Run(() => { });
        _count = before + 1;
        _inside--;
        return _count;
    }

    public Task<int> GetMaxConcurrencyAsync() => Task.FromResult(_maxInside);

    public async Task<bool> StaysOnSchedulerAsync()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await Task.Run(() => { });
        return scheduler != TaskScheduler.Default && afterYield == scheduler && TaskScheduler.Current == scheduler;
    }

    public async Task HoldAsync(string gate)
    {
        signals.Note(gate, "in");
        await signals.PassAsync(gate);
        signals.Note(gate, "out");
    }

    public async Task AddAsync(int item)
    {
        await Task.Yield();
        _items.Add(item);
    }

    public Task<List<int>> GetItemsAsync() => Task.FromResult(_items);

    public Task<int> PeekAsync() => Task.FromResult(_count);

    public Task HoldReadingAsync(string gate) => HoldAsync(gate);

    public Task<int> ReadAsync() => Task.FromResult(_count);

    public Task ThrowOneWayAsync(string note)
    {
        signals.Note(note, "ran");
        throw new InvalidOperationException("nobody hears this");
    }

    public Task HoldShortlyAsync(string gate) => HoldAsync(gate);

    public Task<string?> GetContextAsync(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public async Task<int> CallBackAsync(bool allow)
    {
        var other = GrainFactory.GetGrain<ITurnGrain>(this.GetPrimaryKeyString() + "-other");
        using var section = allow ? RequestContext.AllowCallChainReentrancy() : RequestContext.SuppressCallChainReentrancy();
        return await other.RelayAsync(this.AsReference<ITurnGrain>());
    }

    public async Task<int> RelayAsync(ITurnGrain other) => await other.IncrementSlowlyAsync();
}
