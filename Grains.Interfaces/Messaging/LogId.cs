using System.Diagnostics.CodeAnalysis;

namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>
/// Names one log. Its text form, <c>room/lobby</c>, <c>inbox/u1</c>, <c>group/g1</c> or <c>private/u1|u2</c>, is the key of the grain that
/// owns it (inboxes: the part after the slash).
/// </summary>
/// <param name="Kind">What the log belongs to.</param>
/// <param name="Key">The room's, the user's or the group's id; of a private conversation both user ids, see <see cref="Private"/>.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.log-id")]
public readonly record struct LogId([property: Id(0)] LogKind Kind, [property: Id(1)] string Key)
{
    private const char Separator = '|';
    private const char Escape = '~';

    /// <summary>The log of a room.</summary>
    public static LogId Room(string roomId) => new(LogKind.Room, roomId);

    /// <summary>The inbox of a user.</summary>
    public static LogId Inbox(string userId) => new(LogKind.Inbox, userId);

    /// <summary>The log of a group.</summary>
    public static LogId Group(string groupId) => new(LogKind.Group, groupId);

    /// <summary>
    /// The log of the private conversation of two users, the same whichever is named first: the smaller id in ordinal order, <c>|</c>, the other.
    /// In the ids <c>~</c> is written <c>~0</c>, and <c>|</c> is written <c>~1</c>.
    /// </summary>
    public static LogId Private(string userId, string peerUserId)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentNullException.ThrowIfNull(peerUserId);
        return string.CompareOrdinal(userId, peerUserId) <= 0
            ? new(LogKind.Private, Escaped(userId) + Separator + Escaped(peerUserId))
            : new(LogKind.Private, Escaped(peerUserId) + Separator + Escaped(userId));
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text names no kind of log.</exception>
    public static LogId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var log) ? log : throw new FormatException($"'{text}' names no log.");
    }

    /// <summary>Reads the text form; false when the text names no kind of log.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LogId log)
    {
        log = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0)
        {
            return false;
        }

        LogKind? kind = text.AsSpan(0, slash) switch
        {
            "room" => LogKind.Room,
            "inbox" => LogKind.Inbox,
            "group" => LogKind.Group,
            "private" => LogKind.Private,
            _ => null,
        };
        if (kind is null)
        {
            return false;
        }

        log = new(kind.Value, text![(slash + 1)..]);
        return kind != LogKind.Private || log.TryGetPeers(out _, out _);
    }

    /// <summary>The two users of a private conversation, in ordinal order; false for other logs and for keys that name no two users.</summary>
    public bool TryGetPeers([NotNullWhen(true)] out string? first, [NotNullWhen(true)] out string? second)
    {
        (first, second) = (null, null);
        var at = Kind == LogKind.Private ? Key.IndexOf(Separator, StringComparison.Ordinal) : -1;
        if (at < 0 || Key.IndexOf(Separator, at + 1) >= 0)
        {
            return false;
        }

        (first, second) = (Unescaped(Key[..at]), Unescaped(Key[(at + 1)..]));
        return first.Length > 0 && second.Length > 0;
    }

    /// <summary>The other user of a private conversation; <see langword="null"/> when the user is neither of the two.</summary>
    public string? PeerOf(string userId) => TryGetPeers(out var first, out var second)
        ? first == userId ? second : second == userId ? first : null
        : null;

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        LogKind.Room => "room/",
        LogKind.Inbox => "inbox/",
        LogKind.Group => "group/",
        _ => "private/",
    } + Key;

    private static string Escaped(string id) => id.AsSpan().ContainsAny(Separator, Escape)
        ? id.Replace("~", "~0", StringComparison.Ordinal).Replace("|", "~1", StringComparison.Ordinal)
        : id;

    private static string Unescaped(string id) => id.Contains(Escape, StringComparison.Ordinal)
        ? id.Replace("~1", "|", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
        : id;
}
