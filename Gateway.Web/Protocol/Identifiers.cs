namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// The valid form of ids, on the socket and over HTTP alike: not empty, not longer than the limit, no control characters, no
/// broken surrogate pairs. Everything else is the application's own choice. Lengths count UTF-16 code units.
/// </summary>
internal static class Identifiers
{
    /// <summary>Longest user id.</summary>
    public const int MaxUserIdLength = 128;

    /// <summary>Longest room id.</summary>
    public const int MaxRoomIdLength = 128;

    /// <summary>Longest id of a client's frame or request (the idempotency key), of a message, a session or an epoch.</summary>
    public const int MaxMessageIdLength = 64;

    /// <summary>Most users that one <c>user</c> frame or one batch may name.</summary>
    public const int MaxTargets = 1000;

    /// <summary>Most users that one message may list as mentioned.</summary>
    public const int MaxMentions = 100;

    /// <summary>Whether it may name a user.</summary>
    public static bool IsUserId(string? value) => IsValid(value, MaxUserIdLength);

    /// <summary>Whether it may name a room.</summary>
    public static bool IsRoomId(string? value) => IsValid(value, MaxRoomIdLength);

    /// <summary>Whether it may name a message, a frame, a session or an epoch.</summary>
    public static bool IsMessageId(string? value) => IsValid(value, MaxMessageIdLength);

    /// <summary>Whether it has the form of an id of at most <paramref name="maxLength"/> characters.</summary>
    public static bool IsValid(string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value) || value.Length > maxLength)
        {
            return false;
        }

        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (char.IsControl(c))
            {
                return false;
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
