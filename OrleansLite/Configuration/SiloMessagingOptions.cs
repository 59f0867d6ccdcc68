namespace Orleans.Configuration;

/// <summary>How calls made by a silo behave.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How often a message may be forwarded; default 2.</summary>
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>How long a client that lost its connection may take to come back; default 1 minute. In one process none is ever lost.</summary>
    public TimeSpan ClientDropTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
