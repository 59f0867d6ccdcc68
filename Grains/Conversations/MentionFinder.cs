using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>Finds whom a message mentions: users listed by its sender, and those named in its text.</summary>
internal static class MentionFinder
{
    private const int MaxIdLength = 64;
    private const string IdSuffix = "-mention";

    /// <summary>Whether it is worth looking; cheap.</summary>
    public static bool MayMention(Message message) => message.Mentions is { Count: > 0 } || message.TextMentions is { Count: > 0 };

    /// <summary>The members mentioned, each once, without the sender; at most so many.</summary>
    public static IReadOnlyList<string> Find(Message message, MemberTable members, int most)
    {
        var found = new List<string>();
        foreach (var userId in message.Mentions ?? [])
        {
            Add(userId);
        }

        foreach (var text in message.TextMentions ?? [])
        {
            if (MemberIn(text, members) is { } userId)
            {
                Add(userId);
            }
        }

        return found;

        void Add(string userId)
        {
            if (found.Count < most && userId != message.SenderId && members.Contains(userId) && !found.Contains(userId))
            {
                found.Add(userId);
            }
        }
    }

    /// <summary>What a mentioned user gets. Its id follows from the message's, so that a second one is recognised.</summary>
    public static Message MentionOf(Message message, LogId log) => new()
    {
        Id = (message.Id.Length + IdSuffix.Length <= MaxIdLength ? message.Id : message.Id[..(MaxIdLength - IdSuffix.Length)]) + IdSuffix,
        Kind = MessageKind.Mention,
        SenderId = message.SenderId,
        Data = [],
        Reference = new MessageReference(Log: log, MessageId: message.Id, Seq: message.Seq),
    };

    /// <summary>The longest member's id that the text begins with and that only what may follow a name is behind: @annabel does not mention @anna.</summary>
    private static string? MemberIn(string text, MemberTable members)
    {
        for (var end = text.Length; end > 0; end--)
        {
            var candidate = text[..end];
            if (members.Contains(candidate))
            {
                return candidate;
            }

            if (char.IsLetterOrDigit(text[end - 1]))
            {
                return null;
            }
        }

        return null;
    }
}
