namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public interface IPoolGrain : IGrainWithIntegerKey
{
    Task<Guid> MeetAsync(int parties);
}
