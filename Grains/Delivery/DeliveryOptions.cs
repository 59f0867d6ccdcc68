namespace Orleans.Realtime.Grains.Delivery;

/// <summary>How logs are delivered to gateways. Section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Delivery";

    /// <summary>Most messages in one batch. Default 128, range 1 to 1,000.</summary>
    public int MaxBatchMessages { get; set; } = 128;

    /// <summary>Most payload bytes in one batch; a single larger message travels alone. Default 262,144 (256 KiB), range 1,024 to 4,194,304.</summary>
    public int MaxBatchBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Messages that wait for one gateway and are in no log (<c>Durability:OnUnavailable</c>). Overflow: the newest are not delivered, and counted. Default 1,000, range 1 to 100,000.
    /// </summary>
    public int MaxLiveMessages { get; set; } = 1_000;

    /// <summary>Wait before the first retry of a failed delivery; it doubles with every further one. Default 50 ms, range 1 ms to 10 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait between retries. Default 2 s, range <see cref="RetryDelay"/> to 1 minute.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
