namespace Orleans.Realtime.OrleansLite.Bench.Contracts;

/// <summary>The least a grain can do.</summary>
public interface IEchoGrain : IGrainWithIntegerKey
{
    /// <summary>Returns what it is given.</summary>
    Task<Payload> EchoAsync(Payload payload);

    /// <summary>Keeps an observer.</summary>
    Task SubscribeAsync(IEchoObserver observer);

    /// <summary>Calls the observer so often, up to <paramref name="depth"/> at a time, and awaits the answers.</summary>
    Task NotifyAsync(int calls, int depth, Payload payload);

    /// <summary>Tells the observer so often without awaiting an answer.</summary>
    Task TellAsync(int calls, Payload payload);

    /// <summary>Calls another grain so often, up to <paramref name="depth"/> at a time.</summary>
    Task CallAsync(long other, int calls, int depth, Payload payload);

    /// <summary>Exists.</summary>
    Task TouchAsync();

    /// <summary>Bytes of the silo's heap after a full collection.</summary>
    Task<long> CollectAsync();
}
