using System.Globalization;

namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Where an entry stands in its stream: milliseconds, then a number within the millisecond. Written <c>1763690000000-0</c>, as Redis does.</summary>
/// <param name="Milliseconds">Unix time at which the server took the entry; whatever the publisher chose, when the id is its own.</param>
/// <param name="Number">Counts entries of one millisecond.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.stream-id")]
public readonly record struct StreamId([property: Id(0)] ulong Milliseconds, [property: Id(1)] ulong Number) : IComparable<StreamId>
{
    /// <summary>Before all entries; no entry has it.</summary>
    public static StreamId Zero { get; }

    /// <summary>The greatest id that there is.</summary>
    public static StreamId Max { get; } = new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>milliseconds-number</c> or <c>milliseconds</c> alone, which means the first of that millisecond. Decimal digits only.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out StreamId id)
    {
        var dash = text.IndexOf('-');
        var number = 0UL;
        var valid = ulong.TryParse(dash < 0 ? text : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && (dash < 0 || ulong.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out number));
        id = valid ? new(milliseconds, number) : default;
        return valid;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is not an id.</exception>
    public static StreamId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a stream id.");

    /// <inheritdoc/>
    public int CompareTo(StreamId other) =>
        Milliseconds == other.Milliseconds ? Number.CompareTo(other.Number) : Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>The greatest id that comes before this one; <see cref="Zero"/> has none before it.</summary>
    internal StreamId Before() => Number > 0 ? this with { Number = Number - 1 } : Milliseconds > 0 ? new(Milliseconds - 1, ulong.MaxValue) : this;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Number}");
}
