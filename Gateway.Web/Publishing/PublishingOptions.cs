namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>How this gateway publishes. Section <c>Publishing</c>.</summary>
internal sealed class PublishingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Publishing";

    /// <summary>Most messages of one log in one grain call. Default 256, range 1 to 1,000.</summary>
    public int MaxBatch { get; set; } = 256;

    /// <summary>Most messages that wait for one log; what comes beyond is refused with <c>unavailable</c>. Default 10,000, range 1 to 1,000,000.</summary>
    public int MaxPending { get; set; } = 10_000;

    /// <summary>How long a message is retried before its sender is told. Default 10 s, range 0.1 s to 5 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before the first retry; it doubles up to one second. Default 50 ms, range 1 ms to 1 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What a refused sender is told to wait. Default 1 s, range 0 to 1 min.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a broadcast waits for one gateway. Default 5 s, range 0.1 s to 1 min.</summary>
    public TimeSpan BroadcastTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How old the list of gateways may be that a broadcast uses. Default 250 ms, range 0 to 1 s.</summary>
    public TimeSpan GatewayListAge { get; set; } = TimeSpan.FromMilliseconds(250);
}
