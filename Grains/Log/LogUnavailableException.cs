namespace Orleans.Realtime.Grains.Log;

/// <summary>
/// The store is out of reach, or full, and it is certain that nothing was stored. A store that cannot be certain, after a
/// time-out or a connection lost in mid-call, throws anything else.
/// </summary>
internal sealed class LogUnavailableException : Exception
{
    public LogUnavailableException(string message)
        : base(message)
    {
    }

    public LogUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
