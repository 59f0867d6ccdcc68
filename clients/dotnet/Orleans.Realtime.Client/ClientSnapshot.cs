namespace Orleans.Realtime.Client;

/// <summary>
/// Where a client stands, to be kept over a restart. Holds no message and no credential, but the session's id is not for others.
/// Serialize it with <see cref="ClientSnapshotContext"/>, or any other way.
/// </summary>
public sealed record ClientSnapshot
{
    /// <summary>The user that it belongs to.</summary>
    public string? UserId { get; init; }

    /// <summary>The session; it lives for 2 minutes without a connection, by the server's default.</summary>
    public string? SessionId { get; init; }

    /// <summary>Up to where the inbox was acknowledged: what was not, comes again.</summary>
    public LogPosition? Inbox { get; init; }

    /// <summary>Up to where each room was handled.</summary>
    public IReadOnlyDictionary<string, LogPosition> Rooms { get; init; } = new Dictionary<string, LogPosition>();

    /// <summary>Up to where each group was handled.</summary>
    public IReadOnlyDictionary<string, LogPosition> Groups { get; init; } = new Dictionary<string, LogPosition>();

    /// <summary>Up to where each private conversation was handled, by the other user.</summary>
    public IReadOnlyDictionary<string, LogPosition> Privates { get; init; } = new Dictionary<string, LogPosition>();
}
