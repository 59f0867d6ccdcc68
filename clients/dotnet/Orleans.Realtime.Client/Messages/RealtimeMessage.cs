namespace Orleans.Realtime.Client.Messages;

/// <summary>What was sent, and has a place in a log.</summary>
public abstract record RealtimeMessage : RealtimeEvent
{
    /// <summary>The message's id, given by the server.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the log: 1, 2, 3 …. None only where it was delivered while storage was away, and is kept nowhere; never so in groups and private conversations.</summary>
    public long? Seq { get; init; }

    /// <summary>When the server took it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who sent it; empty where a service did in nobody's name.</summary>
    public string FromUserId { get; init; } = "";

    /// <summary>What was sent, byte for byte.</summary>
    public JsonPayload Data { get; init; }
}
