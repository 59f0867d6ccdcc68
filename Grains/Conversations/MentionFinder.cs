using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>Finds whom a message mentions: users listed by its sender, and <c>@user</c> in content that is a text, or an object with a <c>text</c>.</summary>
internal static class MentionFinder
{
    private const int MaxIdLength = 64;
    private const int MaxUserIdLength = 128;
    private const string IdSuffix = "-mention";

    /// <summary>Whether it is worth looking; cheap.</summary>
    public static bool MayMention(Message message) => message.Mentions is { Count: > 0 } || message.Data.AsSpan().Contains((byte)'@');

    /// <summary>The members mentioned, each once, without the sender; at most so many.</summary>
    public static IReadOnlyList<string> Find(Message message, MemberTable members, int most)
    {
        var found = new List<string>();
        foreach (var userId in message.Mentions ?? [])
        {
            Add(userId);
        }

        if (TextOf(message.Data) is { } text)
        {
            for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && found.Count < most; at = text.IndexOf('@', at + 1))
            {
                if (MemberAt(text, at + 1, members) is { } userId)
                {
                    Add(userId);
                }
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

    /// <summary>The longest member's id that stands there, ends of sentences left out.</summary>
    private static string? MemberAt(string text, int start, MemberTable members)
    {
        var end = start;
        while (end < text.Length && end - start < MaxUserIdLength && !char.IsWhiteSpace(text[end]) && text[end] != '@')
        {
            end++;
        }

        for (; end > start; end--)
        {
            var candidate = text[start..end];
            if (members.Contains(candidate))
            {
                return candidate;
            }

            if (char.IsLetterOrDigit(text[end - 1]))
            {
                // Only what may follow a name is cut off: @annabel does not mention @anna.
                return null;
            }
        }

        return null;
    }

    private static string? TextOf(byte[] data)
    {
        if (!data.AsSpan().Contains((byte)'@'))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 128 });
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString();
            }

            while (reader.TokenType != JsonTokenType.EndObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isText = reader.ValueTextEquals("text"u8);
                reader.Read();
                if (isText && reader.TokenType == JsonTokenType.String)
                {
                    return reader.GetString();
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What another service sent need not be JSON: then nobody is mentioned in it.
        }

        return null;
    }
}
