namespace Orleans.Realtime.Client.Messages;

/// <summary>Connected, for the first time or again: what the server said then.</summary>
public sealed record ConnectedEvent : RealtimeEvent
{
    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The user as the server knows it.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether the session that was lost goes on. Where it does not, positions of this client stand in for it.</summary>
    public bool IsResumed { get; init; }

    /// <summary>The gateway that took the connection.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Groups and private conversations with something unread.</summary>
    public IReadOnlyList<UnreadCount> Unread { get; init; } = [];
}
