namespace Orleans.Configuration;

/// <summary>How calls made by a silo behave.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How often a message may be forwarded; default 2.</summary>
    public int MaxForwardCount { get; set; } = 2;
}
