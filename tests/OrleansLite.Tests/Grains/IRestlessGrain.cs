namespace Orleans.Realtime.OrleansLite.Tests.Grains;

public interface IRestlessGrain : IGrainWithStringKey
{
    Task CallAsync();
}
