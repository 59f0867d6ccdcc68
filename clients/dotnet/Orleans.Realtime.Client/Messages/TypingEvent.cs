namespace Orleans.Realtime.Client.Messages;

/// <summary>Somebody is typing.</summary>
public sealed record TypingEvent : RealtimeEvent
{
    /// <summary>The group, or the private conversation with who types.</summary>
    public required ChatTarget Conversation { get; init; }

    /// <summary>Who.</summary>
    public required string UserId { get; init; }
}
