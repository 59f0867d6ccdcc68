namespace Orleans.Realtime.Load.Results;

/// <summary>The part of a page that is written by the benchmark, between two marks.</summary>
internal static class PageBlock
{
    private const string Begin = "<!-- bench:begin -->";
    private const string End = "<!-- bench:end -->";

    /// <summary>The page with another block.</summary>
    /// <exception cref="FormatException">It has no marks.</exception>
    public static string Replace(string page, string block)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? page[..(begin + Begin.Length)] + "\n" + block.Trim() + "\n" + page[end..]
            : throw new FormatException($"The page has no block between {Begin} and {End}.");
    }
}
