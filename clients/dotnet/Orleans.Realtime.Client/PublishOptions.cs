namespace Orleans.Realtime.Client;

/// <summary>How a message is published.</summary>
public record PublishOptions : SendOptions
{
    /// <summary>A W3C <c>traceparent</c>: what the servers record of the message belongs to that trace. Default none.</summary>
    public string? Trace { get; init; }
}
