using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Positions in streams as clients write them, on the socket and over HTTP alike.</summary>
internal static class StreamPositions
{
    /// <summary>What a start may be, for messages.</summary>
    public const string StartRule = "must be \"$\", \"0\" or an id such as \"1763690000000-0\"";

    /// <summary>What a bound of a range may be, for messages.</summary>
    public const string BoundRule = "must be an id such as \"1763690000000-0\", \"-\", \"+\", or an id behind \"(\"";

    /// <summary>What an entry's id is, for messages.</summary>
    public const string IdRule = "must be an id such as \"1763690000000-0\"";

    /// <summary>Where to begin: <c>$</c> is the end of this moment and reads as <see langword="null"/>, everything else is an id behind which it begins.</summary>
    public static bool TryParseStart(ReadOnlySpan<char> text, out StreamId? start)
    {
        start = null;
        if (text is "$")
        {
            return true;
        }

        var valid = StreamId.TryParse(text, out var id);
        start = valid ? id : null;
        return valid;
    }

    /// <summary>The lowest id of a range: an id, <c>-</c>, <c>+</c>, or <c>(id</c> for what comes behind it.</summary>
    public static bool TryParseLowest(ReadOnlySpan<char> text, out StreamId id) => TryParseBound(text, number: 0, out id, out var excluded) && (!excluded || TryMove(ref id, up: true));

    /// <summary>The highest id of a range; without a number it is the last of its millisecond, and <c>(id</c> is what comes before it.</summary>
    public static bool TryParseHighest(ReadOnlySpan<char> text, out StreamId id) =>
        TryParseBound(text, ulong.MaxValue, out id, out var excluded) && (!excluded || TryMove(ref id, up: false));

    /// <summary>The range between two bounds. In reverse all of a stream may also be written as Redis has it then, from <c>+</c> to <c>-</c>.</summary>
    public static StreamRange Range(StreamId lowest, StreamId highest, int count, bool reverse) => reverse && lowest == StreamId.Max && highest == StreamId.Zero
        ? new(highest, lowest, count, reverse)
        : new(lowest, highest, count, reverse);

    private static bool TryParseBound(ReadOnlySpan<char> text, ulong number, out StreamId id, out bool excluded)
    {
        excluded = false;
        switch (text)
        {
            case "-":
                id = StreamId.Zero;
                return true;
            case "+":
                id = StreamId.Max;
                return true;
        }

        excluded = text.StartsWith("(");
        if (!StreamId.TryParse(excluded ? text[1..] : text, out id))
        {
            return false;
        }

        id = text.Contains('-') ? id : id with { Number = number };
        return true;
    }

    /// <summary>To the next id. There is none behind the greatest and none before the first.</summary>
    private static bool TryMove(ref StreamId id, bool up)
    {
        if (id == (up ? StreamId.Max : StreamId.Zero))
        {
            return false;
        }

        id = (up, id.Number) switch
        {
            (true, ulong.MaxValue) => new StreamId(id.Milliseconds + 1, 0),
            (true, _) => id with { Number = id.Number + 1 },
            (false, 0) => new StreamId(id.Milliseconds - 1, ulong.MaxValue),
            (false, _) => id with { Number = id.Number - 1 },
        };
        return true;
    }
}
