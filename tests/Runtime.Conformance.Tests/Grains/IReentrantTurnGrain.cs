namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public interface IReentrantTurnGrain : IGrainWithIntegerKey
{
    Task HoldAsync(string gate);

    Task OpenAsync(string gate);

    Task<int> GetThreadsInsideAsync(int calls);

    Task SpinAsync();
}
