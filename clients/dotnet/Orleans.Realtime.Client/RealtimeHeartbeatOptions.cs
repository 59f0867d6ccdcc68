namespace Orleans.Realtime.Client;

/// <summary>Noticing a connection that is silently dead.</summary>
public sealed class RealtimeHeartbeatOptions
{
    /// <summary>Silence after which a <c>ping</c> frame asks for a sign of life: 100 ms to 1 hour. Default none: the server's ping interval, 50 s.</summary>
    public TimeSpan? Idle { get; set; }

    /// <summary>How long that, or a first answer to what was sent, may take before the connection counts as lost: 100 ms to 10 minutes. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
