using Orleans.Concurrency;

namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<int> IncrementSlowlyAsync();

    Task<int> GetMaxConcurrencyAsync();

    Task<bool> StaysOnSchedulerAsync();

    Task HoldAsync(string gate);

    Task AddAsync(int item);

    Task<List<int>> GetItemsAsync();

    [AlwaysInterleave]
    Task<int> PeekAsync();

    [ReadOnly]
    Task HoldReadingAsync(string gate);

    [ReadOnly]
    Task<int> ReadAsync();

    [OneWay]
    Task ThrowOneWayAsync(string note);

    [ResponseTimeout("00:00:01")]
    Task HoldShortlyAsync(string gate);

    Task<string?> GetContextAsync(string key);

    Task<int> CallBackAsync(bool allow);

    Task<int> RelayAsync(ITurnGrain other);
}
