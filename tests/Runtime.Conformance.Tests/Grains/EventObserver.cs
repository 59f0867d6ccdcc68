namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

public sealed class EventObserver : IEventObserver
{
    private int _inside;

    public List<int> Values { get; } = [];

    public bool Overlapped { get; private set; }

    public TaskCompletionSource<int> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<int> Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> DoubleAsync(int value) => Task.FromResult(value * 2);

    public async Task AddAsync(int value)
    {
        Overlapped |= Interlocked.Increment(ref _inside) > 1;
        await Task.Yield();
        Values.Add(value);
        Interlocked.Decrement(ref _inside);
    }

    public Task ThrowAsync() => throw new InvalidOperationException("the observer's own fault");

    public Task TellAsync(int value)
    {
        Told.TrySetResult(value);
        return Task.CompletedTask;
    }

    public void Call(int value) => Called.TrySetResult(value);
}
