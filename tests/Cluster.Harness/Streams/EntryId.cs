using System.Globalization;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>Where an entry stands in its stream, as clients read it.</summary>
internal readonly record struct EntryId(ulong Milliseconds, ulong Number)
{
    public static EntryId Parse(string text)
    {
        var parts = text.Split('-');
        return new EntryId(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public bool IsBehind(EntryId other) => (Milliseconds, Number).CompareTo((other.Milliseconds, other.Number)) > 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Number}");
}
