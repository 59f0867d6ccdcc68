namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>What one connection may do with streams. Section <c>Streams</c>.</summary>
internal sealed class StreamSocketOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Streams";

    /// <summary>Streams that one connection subscribes to and groups that it consumes, together; one more is refused. Default 100, range 1 to 10,000.</summary>
    public int MaxSubscriptions { get; set; } = 100;

    /// <summary>
    /// From which idle time on a consumer over a socket takes entries over that others left unacknowledged, where its <c>stream.consume</c> does not say. Default 30 s, range
    /// 1 ms to 1 day.
    /// </summary>
    public TimeSpan MinIdle { get; set; } = TimeSpan.FromSeconds(30);
}
