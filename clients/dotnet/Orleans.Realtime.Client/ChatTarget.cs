namespace Orleans.Realtime.Client;

/// <summary>A room, a group, or the private conversation with a user.</summary>
public readonly record struct ChatTarget
{
    private readonly string? _id;

    private ChatTarget(RealtimeLog log, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        (Log, _id) = (log, id);
    }

    /// <summary>Which kind it is; never <see cref="RealtimeLog.Inbox"/>.</summary>
    public RealtimeLog Log { get; }

    /// <summary>The room's or group's id, or the other user's.</summary>
    public string Id => _id ?? "";

    /// <summary>A room.</summary>
    public static ChatTarget Room(string roomId) => new(RealtimeLog.Room, roomId);

    /// <summary>A group.</summary>
    public static ChatTarget Group(string groupId) => new(RealtimeLog.Group, groupId);

    /// <summary>The private conversation with a user.</summary>
    public static ChatTarget User(string userId) => new(RealtimeLog.Private, userId);
}
