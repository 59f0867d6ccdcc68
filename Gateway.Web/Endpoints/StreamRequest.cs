using System.Globalization;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>What requests about streams have in common: names, ids, bounds, numbers. Each method answers what is wrong, or <see langword="null"/>.</summary>
internal static class StreamRequest
{
    /// <summary>Refuses a name that no stream, group or consumer has.</summary>
    public static ProblemResult? CheckName(string field, string? name) => StreamNames.IsValid(name)
        ? null
        : ProblemResult.BadRequest($"'{field}' must have 1 to {StreamNames.MaxLength} characters of A-Z, a-z, 0-9, '.', '_' and '-'.");

    /// <summary>Refuses a whole number out of its range.</summary>
    public static ProblemResult? CheckNumber(string field, long? value, long least, long most) => value >= least && value <= most
        ? null
        : ProblemResult.BadRequest(most == long.MaxValue
            ? $"'{field}' must be a whole number from {least}."
            : $"'{field}' must be a whole number from {least} to {most}.");

    /// <summary>Refuses numbers of entries that no answer holds.</summary>
    public static ProblemResult? CheckCount(int count) => CheckNumber("count", count, 1, StreamRange.MaxCount);

    /// <summary>Reads ids of entries.</summary>
    public static ProblemResult? ReadIds(IReadOnlyList<string>? texts, out StreamId[] ids)
    {
        ids = [];
        if (texts is not { Count: > 0 and <= StreamRange.MaxCount })
        {
            return ProblemResult.BadRequest($"'ids' must have 1 to {StreamRange.MaxCount} entries.");
        }

        ids = new StreamId[texts.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!StreamId.TryParse(texts[i], out ids[i]))
            {
                return ProblemResult.BadRequest($"Each of 'ids' {StreamPositions.IdRule}.");
            }
        }

        return null;
    }

    /// <summary>Reads where a group starts: <see langword="null"/> for <c>$</c>, the present end.</summary>
    public static ProblemResult? ReadStart(string? text, out StreamId? start) => StreamPositions.TryParseStart(text ?? "$", out start)
        ? null
        : ProblemResult.BadRequest($"'start_id' {StreamPositions.StartRule}.");

    /// <summary>Reads <c>start</c>, <c>end</c> and <c>count</c> of the query, with <c>reverse</c>.</summary>
    public static ProblemResult? ReadRange(IQueryCollection query, out StreamRange range)
    {
        range = new(StreamId.Zero, StreamId.Max);
        if (!StreamPositions.TryParseLowest(BoundOf(query, "start", "-"), out var start))
        {
            return ProblemResult.BadRequest($"'start' {StreamPositions.BoundRule}.");
        }

        if (!StreamPositions.TryParseHighest(BoundOf(query, "end", "+"), out var end))
        {
            return ProblemResult.BadRequest($"'end' {StreamPositions.BoundRule}.");
        }

        var count = range.Count;
        if (query.TryGetValue("count", out var text) && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            count = 0;
        }

        var reverse = false;
        if (query.TryGetValue("reverse", out text) && !bool.TryParse(text, out reverse))
        {
            return ProblemResult.BadRequest("'reverse' must be true or false.");
        }

        range = StreamPositions.Range(start, end, count, reverse);
        return CheckCount(count);
    }

    // A plus in a query that nobody escaped reads as a space.
    private static string BoundOf(IQueryCollection query, string name, string byDefault) =>
        query.TryGetValue(name, out var text) ? text == " " ? "+" : text.ToString() : byDefault;
}
