namespace Orleans.Realtime.Grains.Messaging;

/// <summary>What the grains take as a message. Section <c>Messages</c>. Gateways have their own, smaller limits; these hold for services that call the grains.</summary>
public sealed class MessageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Messages";

    /// <summary>Largest payload in bytes. Default 1,048,576 (1 MiB), range 1,024 to 16,777,216.</summary>
    public int MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>Most messages in one call. Default 1,000, range 1 to 10,000.</summary>
    public int MaxPerCall { get; set; } = 1_000;
}
