namespace Orleans.Realtime.Client.Messages;

/// <summary>Somebody came online or went.</summary>
public sealed record PresenceChange : RealtimeEvent
{
    /// <summary>The group or room.</summary>
    public required ChatTarget Target { get; init; }

    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether the user is online now.</summary>
    public bool IsOnline { get; init; }
}
