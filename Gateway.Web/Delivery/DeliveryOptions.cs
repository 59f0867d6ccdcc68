namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>How this gateway receives from the grains. Section <c>Delivery</c>.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Delivery";

    /// <summary>Delivery lanes; a log always uses the same. Default twice the number of cores, range 1 to 1,024.</summary>
    public int Lanes { get; set; } = Environment.ProcessorCount * 2;

    /// <summary>How often the list of silos is read. Default 2 s, range 0.1 s to 1 min.</summary>
    public TimeSpan HostPollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Within which time every audience, of rooms, inboxes and conversations, is stated to its owner again, spread evenly. Default 30 s, range 1 s to 1 h.</summary>
    public TimeSpan VerifyInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an attach is retried before its subscribers are told. Default 10 s, range 0.1 s to 5 min.</summary>
    public TimeSpan AttachTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an audience without connections stays attached. Default 5 s, range 0 to 10 min.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After which time a log that is known to be ahead of its audience is attached again. Default 1 s, range 0.1 s to 1 min.</summary>
    public TimeSpan LagTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many audiences attach again at the same time. Default 64, range 1 to 4,096.</summary>
    public int MaxConcurrentAttaches { get; set; } = 64;

    /// <summary>Messages in one page of a replay. Default 100, range 1 to 500.</summary>
    public int ReplayPage { get; set; } = 100;

    /// <summary>How many ids of broadcasts are remembered, so that a repeated one is sent once. Default 4,096, range 16 to 1,000,000.</summary>
    public int BroadcastWindow { get; set; } = 4_096;
}
