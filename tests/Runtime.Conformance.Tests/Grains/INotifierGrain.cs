namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public interface INotifierGrain : IGrainWithStringKey
{
    Task SubscribeAsync(IEventObserver observer);

    Task<int> SubscribeAsync(Subscription subscription);

    Task<int> AskAsync(int value);

    Task SendAsync(int count);

    Task ProvokeAsync();

    Task TellAsync(int value);

    Task CallAsync(int value);

    Task<IEventObserver> GetObserverAsync();
}
