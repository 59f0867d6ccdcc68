using System.Buffers;
using System.Collections.Frozen;

namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>
/// Which names an application may give its events. An event's type is its frame's type, so the names of the protocol's own
/// frames are refused, those of later versions' prefix <c>stream.</c> too.
/// </summary>
public static class EventTypes
{
    /// <summary>Longest event type.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "connected", "subscribe", "unsubscribe", "room", "group", "private", "user", "broadcast", "ack", "read", "typing", "recall",
        "history", "presence", "resume", "auth", "ping", "pong", "mention", "member", "gap", "reconnect", "reply", "error", "stream",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an application may use it: <c>[A-Za-z0-9._:-]{1,64}</c> and no name of the protocol's own.</summary>
    public static bool IsAllowed(string? type) => Explain(type) is null;

    /// <summary>Why an application may not use it, or <see langword="null"/> when it may.</summary>
    public static string? Explain(string? type)
    {
        if (string.IsNullOrEmpty(type))
        {
            return "type is missing";
        }

        if (type.Length > MaxLength || type.AsSpan().ContainsAnyExcept(Allowed))
        {
            return "type must match [A-Za-z0-9._:-]{1,64}";
        }

        return Reserved.Contains(type) || type.StartsWith("stream.", StringComparison.Ordinal)
            ? $"type '{type}' is a name of the protocol's own"
            : null;
    }
}
