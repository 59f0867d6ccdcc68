namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public class NotifierGrain : Grain, INotifierGrain
{
    private IEventObserver? _observer;

    public Task SubscribeAsync(IEventObserver observer)
    {
        _observer = observer;
        return Task.CompletedTask;
    }

    public async Task<int> SubscribeAsync(Subscription subscription)
    {
        _observer = subscription.Observer;
        await subscription.Turns.AddAsync(7);
        return (await subscription.Turns.GetItemsAsync()).Single();
    }

    public Task<int> AskAsync(int value) => _observer!.DoubleAsync(value);

    public Task SendAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_observer!.AddAsync));

    public Task ProvokeAsync() => _observer!.ThrowAsync();

    public Task TellAsync(int value) => _observer!.TellAsync(value);

    public Task CallAsync(int value)
    {
        _observer!.Call(value);
        return Task.CompletedTask;
    }

    public Task<IEventObserver> GetObserverAsync() => Task.FromResult(_observer!);
}
