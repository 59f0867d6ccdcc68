using System.Text.Json;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Finds what may be mentions in content that is a text, or an object with a <c>text</c>: whatever follows an <c>@</c> up to the next white space.</summary>
internal static class TextMentions
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ClientFrameParser.MaxDepth };

    /// <summary>The candidates, each once and without the <c>@</c>; none for content without any, which is nearly free.</summary>
    /// <param name="content">One valid JSON value.</param>
    public static string[]? Find(ReadOnlySpan<byte> content)
    {
        if (!content.Contains((byte)'@') || TextOf(content) is not { } text)
        {
            return null;
        }

        var found = new List<string>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && found.Count < Identifiers.MaxMentions; at = text.IndexOf('@', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && end - at <= Identifiers.MaxUserIdLength && text[end] != '@' && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > at + 1 && text[(at + 1)..end] is var candidate && !found.Contains(candidate))
            {
                found.Add(candidate);
            }
        }

        return found.Count > 0 ? [.. found] : null;
    }

    private static string? TextOf(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content, Options);
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString();
            }

            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
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
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair: passed on as it is, but nobody is mentioned in it.
        }

        return null;
    }
}
