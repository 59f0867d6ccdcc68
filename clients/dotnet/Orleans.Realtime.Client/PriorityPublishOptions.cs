namespace Orleans.Realtime.Client;

/// <summary>How a message is published that may overtake others.</summary>
public sealed record PriorityPublishOptions : PublishOptions
{
    /// <summary>Whether it goes ahead of what waits for slow readers. Default false.</summary>
    public bool HighPriority { get; init; }
}
