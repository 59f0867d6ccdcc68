namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public sealed class QuietObserver : IQuietObserver
{
    public Task<int> AskAsync() => Task.FromResult(1);
}
