namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public interface IQuietObserver : IGrainObserver
{
    Task<int> AskAsync();
}
