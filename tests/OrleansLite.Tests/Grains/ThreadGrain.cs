namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public sealed class ThreadGrain : Grain, IThreadGrain
{
    public static readonly AsyncLocal<string?> Ambient = new();

    public Task<(int Thread, string? Ambient)> RunAsync() => Task.FromResult((Environment.CurrentManagedThreadId, Ambient.Value));

    public Task<(int Thread, bool Within)> CallAsync(IThreadObserver observer) =>
        Task.FromResult((Environment.CurrentManagedThreadId, observer.RunAsync().IsCompleted));

    public async Task<int> RelayAsync(IThreadObserver observer) => await observer.RunAsync();
}
