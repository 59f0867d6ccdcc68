namespace Orleans.Realtime.Client.Protocol;

/// <summary>The types of frames that a client gets.</summary>
internal static class FrameType
{
    public const string Connected = "connected";
    public const string Reply = "reply";
    public const string Error = "error";
    public const string Pong = "pong";
    public const string Reconnect = "reconnect";
    public const string Room = "room";
    public const string Group = "group";
    public const string Private = "private";
    public const string Member = "member";
    public const string Recall = "recall";
    public const string Read = "read";
    public const string Typing = "typing";
    public const string Presence = "presence";
    public const string User = "user";
    public const string Mention = "mention";
    public const string Broadcast = "broadcast";
    public const string Gap = "gap";
    public const string Stream = "stream";

    private static readonly string[] Known =
        [Room, Group, Private, Reply, User, Error, Pong, Connected, Reconnect, Member, Recall, Read, Typing, Presence, Mention, Broadcast, Gap, Stream];

    /// <summary>The type as one of the texts above, where it is one of them: without an allocation.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        foreach (var type in Known)
        {
            if (type.Length == utf8.Length && System.Text.Ascii.Equals(utf8, type))
            {
                return type;
            }
        }

        return null;
    }
}
