namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public sealed class ThreadObserver : IThreadObserver
{
    public Task<int> RunAsync()
    {
        TaskScheduler.Current.ShouldBe(TaskScheduler.Default);
        Orleans.Runtime.RuntimeContext.Current.ShouldBeNull();
        return Task.FromResult(Environment.CurrentManagedThreadId);
    }
}
