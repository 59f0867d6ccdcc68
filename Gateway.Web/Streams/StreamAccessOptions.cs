namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Who may use streams. Section <c>Streams</c>.</summary>
internal sealed class StreamAccessOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Streams";

    /// <summary>
    /// Whether every user may use streams, over HTTP and the socket: all streams, with all that can be done to them. Default false: roles <c>service</c> and <c>admin</c> only.
    /// </summary>
    public bool AllowUsers { get; set; }
}
