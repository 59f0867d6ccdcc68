namespace Orleans.Realtime.Client.Streams;

/// <summary>Ids of entries: <c>milliseconds-number</c>, with 64 bits each.</summary>
internal static class EntryIds
{
    /// <summary>Whether an id comes behind another one.</summary>
    public static bool IsBehind(string id, string other)
    {
        var (ms, number) = Parse(id);
        var (otherMs, otherNumber) = Parse(other);
        return ms > otherMs || (ms == otherMs && number > otherNumber);
    }

    private static (ulong Ms, ulong Number) Parse(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        _ = ulong.TryParse(dash < 0 ? id : id.AsSpan(0, dash), out var ms);
        _ = ulong.TryParse(dash < 0 ? "" : id.AsSpan(dash + 1), out var number);
        return (ms, number);
    }
}
