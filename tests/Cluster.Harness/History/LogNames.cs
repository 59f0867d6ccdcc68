namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>How logs are named in a history.</summary>
internal static class LogNames
{
    private const string RoomPrefix = "room/";
    private const string InboxPrefix = "inbox/";

    public static string Room(string roomId) => RoomPrefix + roomId;

    public static string Inbox(string userId) => InboxPrefix + userId;

    public static bool IsRoom(string log, out string key)
    {
        var isRoom = log.StartsWith(RoomPrefix, StringComparison.Ordinal);
        key = log[(isRoom ? RoomPrefix : InboxPrefix).Length..];
        return isRoom;
    }
}
