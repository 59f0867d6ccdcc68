using Orleans.Concurrency;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public interface IEventObserver : IGrainObserver
{
    Task<int> DoubleAsync(int value);

    Task AddAsync(int value);

    Task ThrowAsync();

    [OneWay]
    Task TellAsync(int value);

    void Call(int value);
}
