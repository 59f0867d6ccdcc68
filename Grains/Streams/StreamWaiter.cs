namespace Orleans.Realtime.Grains.Streams;

/// <summary>A call that waits, or asks for the first time.</summary>
/// <typeparam name="TRequest">What it asks for.</typeparam>
/// <typeparam name="TAnswer">What it gets.</typeparam>
internal sealed class StreamWaiter<TRequest, TAnswer>(TRequest request, long until)
    : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public TRequest Request => request;

    /// <summary>When its time is over, by the monotonic clock.</summary>
    public long Until { get; private set; } = until;

    /// <summary>Whether its caller has gone away.</summary>
    public bool IsGivenUp => Until == long.MinValue;

    /// <summary>Whether the store is asked for it, or was.</summary>
    public bool Asked { get; set; }

    /// <summary>Whether it waits: the store was asked and had nothing.</summary>
    public bool Parked { get; set; }

    /// <summary>Its caller has gone away: its time is over.</summary>
    public void GiveUp() => Until = long.MinValue;
}
