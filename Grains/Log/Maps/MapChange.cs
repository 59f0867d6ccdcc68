using System.Globalization;
using System.Text;

namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>One change of one field. Doing it twice is the same as doing it once.</summary>
internal sealed record MapChange
{
    /// <summary>Longest field name, in UTF-16 characters.</summary>
    public const int MaxFieldLength = 256;

    /// <summary>Largest value, in bytes.</summary>
    public const int MaxValueBytes = 4096;

    private MapChange(MapChangeKind kind, string field, byte[] value, long number = 0)
    {
        if (field.Length is 0 or > MaxFieldLength)
        {
            throw new ArgumentException($"A field's name has 1 to {MaxFieldLength} characters.", nameof(field));
        }

        if (value.Length > MaxValueBytes)
        {
            throw new ArgumentException($"A value has at most {MaxValueBytes} bytes.", nameof(value));
        }

        (Kind, Field, Value, Number) = (kind, field, value, number);
    }

    /// <summary>What becomes of the field.</summary>
    public MapChangeKind Kind { get; }

    /// <summary>Which.</summary>
    public string Field { get; }

    /// <summary>The value, a raised number's in digits; empty for a removal.</summary>
    public byte[] Value { get; }

    /// <summary>The number of a <see cref="MapChangeKind.Raise"/>.</summary>
    public long Number { get; }

    /// <summary>Gives a field a value.</summary>
    /// <exception cref="ArgumentException">Field or value are longer than allowed.</exception>
    public static MapChange Set(string field, byte[] value) => new(MapChangeKind.Set, field, value);

    /// <summary>Removes a field.</summary>
    public static MapChange Remove(string field) => new(MapChangeKind.Remove, field, []);

    /// <summary>Gives a field a number, from 0 to 2^53, unless it has a greater one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static MapChange Raise(string field, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 1L << 53);
        return new(MapChangeKind.Raise, field, Digits(number), number);
    }

    /// <summary>The number that a value holds, if it holds one.</summary>
    public static long? NumberOf(byte[]? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>This change and a later one of the same field, as one.</summary>
    public MapChange Then(MapChange later)
    {
        if (later.Kind != MapChangeKind.Raise)
        {
            return later;
        }

        return Kind switch
        {
            // The removal may not have happened yet: a raise alone would meet the number from before it.
            MapChangeKind.Remove => Set(Field, later.Value),
            MapChangeKind.Set => NumberOf(Value) >= later.Number ? this : Set(Field, later.Value),
            _ => Number >= later.Number ? this : later,
        };
    }

    private static byte[] Digits(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
