namespace Orleans.Realtime.Client.Tests.Support;

/// <summary>Frames as the server sends them.</summary>
internal static class Frame
{
    private const string Rest = "\"from_user_id\":\"u2\",\"created_at\":\"2026-11-21T08:00:00.123Z\"";

    public static string Room(long seq, string room = "r1") => $$"""{"type":"room","id":"{{room}}-{{seq}}","room_id":"{{room}}","seq":{{seq}},"data":"m{{seq}}",{{Rest}}}""";

    public static string Inbox(long seq) => $$"""{"type":"user","id":"i-{{seq}}","seq":{{seq}},"data":"m{{seq}}",{{Rest}}}""";

    public static string Group(long seq, string group = "g1") => $$"""{"type":"group","id":"{{group}}-{{seq}}","group_id":"{{group}}","seq":{{seq}},"content":"m{{seq}}",{{Rest}}}""";

    public static string RoomGap(long from, long to, string epoch = "e0", string room = "r1") =>
        $$"""{"type":"gap","room_id":"{{room}}","from_seq":{{from}},"to_seq":{{to}},"epoch":"{{epoch}}"}""";

    /// <summary>A page of a room's history.</summary>
    public static string Page(IEnumerable<long> seqs, bool hasMore = false, string epoch = "e0") =>
        $$"""{"messages":[{{string.Join(',', seqs.Select(seq => Room(seq)))}}],"has_more":{{(hasMore ? "true" : "false")}},"epoch":"{{epoch}}"}""";

    public static string Stored(long seq, string id) =>
        $$"""{"message_id":"{{id}}","seq":{{seq}},"created_at":"2026-11-21T08:00:00.123Z"}""";
}
