namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public interface IThreadObserver : IGrainObserver
{
    Task<int> RunAsync();
}
