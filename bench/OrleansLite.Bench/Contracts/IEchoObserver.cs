using Orleans.Concurrency;

namespace Orleans.Realtime.OrleansLite.Bench.Contracts;

/// <summary>Hears what the grain says.</summary>
public interface IEchoObserver : IGrainObserver
{
    /// <summary>Hears and answers.</summary>
    Task HearAsync(Payload payload);

    /// <summary>Hears.</summary>
    [OneWay]
    Task ToldAsync(Payload payload);
}
