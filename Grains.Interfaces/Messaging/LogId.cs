namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>Names one log. Its text form, <c>room/lobby</c> or <c>inbox/u1</c>, is the key of the grain that owns it (inboxes: the part after the slash).</summary>
/// <param name="Kind">What the log belongs to.</param>
/// <param name="Key">The room's or the user's id.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.log-id")]
public readonly record struct LogId([property: Id(0)] LogKind Kind, [property: Id(1)] string Key)
{
    private const string RoomPrefix = "room/";
    private const string InboxPrefix = "inbox/";

    /// <summary>The log of a room.</summary>
    public static LogId Room(string roomId) => new(LogKind.Room, roomId);

    /// <summary>The inbox of a user.</summary>
    public static LogId Inbox(string userId) => new(LogKind.Inbox, userId);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text names no kind of log.</exception>
    public static LogId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(RoomPrefix, StringComparison.Ordinal))
        {
            return Room(text[RoomPrefix.Length..]);
        }

        return text.StartsWith(InboxPrefix, StringComparison.Ordinal)
            ? Inbox(text[InboxPrefix.Length..])
            : throw new FormatException($"'{text}' names no log: it starts with neither '{RoomPrefix}' nor '{InboxPrefix}'.");
    }

    /// <inheritdoc />
    public override string ToString() => (Kind == LogKind.Room ? RoomPrefix : InboxPrefix) + Key;
}
