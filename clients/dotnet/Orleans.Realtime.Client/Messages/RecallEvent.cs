namespace Orleans.Realtime.Client.Messages;

/// <summary>A message was taken back: it disappears everywhere.</summary>
public sealed record RecallEvent : RealtimeEvent
{
    /// <summary>The group or private conversation.</summary>
    public required ChatTarget Conversation { get; init; }

    /// <summary>The recall's own place.</summary>
    public long? Seq { get; init; }

    /// <summary>The message that is gone.</summary>
    public required string MessageId { get; init; }

    /// <summary>Its place.</summary>
    public long? MessageSeq { get; init; }

    /// <summary>Who took it back.</summary>
    public string ByUserId { get; init; } = "";
}
