using System.Diagnostics;

namespace Orleans.Realtime.Load.Wire;

/// <summary>
/// What every message begins with, in fixed places and in characters that no framing escapes: so it is found in any peer's frame without parsing it.
/// </summary>
/// <param name="Time">When it was sent, by <see cref="Now"/>.</param>
/// <param name="Publisher">Which of the publishers that one receiver hears; from 0.</param>
/// <param name="Number">Counts this publisher's messages from 1, without a gap: what is lost, doubled or out of order shows.</param>
internal readonly record struct Stamp(long Time, int Publisher, long Number)
{
    /// <summary>Bytes of data in every message.</summary>
    public const int DataBytes = 200;

    private const int TimeDigits = 16;
    private const int PublisherDigits = 5;
    private const int NumberDigits = 10;
    private const int Bytes = 2 + TimeDigits + PublisherDigits + NumberDigits;

    private static ReadOnlySpan<byte> Mark => "@@"u8;

    /// <summary>Microseconds of a clock that only goes forward.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    /// <summary>Writes the whole data of a message: the stamp, padded to <see cref="DataBytes"/>.</summary>
    public void Write(Span<byte> target)
    {
        Mark.CopyTo(target);
        Digits(target.Slice(2, TimeDigits), Time);
        Digits(target.Slice(2 + TimeDigits, PublisherDigits), Publisher);
        Digits(target.Slice(2 + TimeDigits + PublisherDigits, NumberDigits), Number);
        target[Bytes..DataBytes].Fill((byte)'x');
    }

    /// <summary>Finds the stamp of a message.</summary>
    /// <param name="frame">What holds one message.</param>
    /// <param name="place">Where it was in the last frame, and most likely is in this one; set to where it was found.</param>
    /// <param name="stamp">What was found.</param>
    public static bool TryFind(ReadOnlySpan<byte> frame, ref int place, out Stamp stamp)
    {
        if (place + Bytes > frame.Length || !frame[place..].StartsWith(Mark))
        {
            var found = frame.IndexOf(Mark);
            if (found < 0 || found + Bytes > frame.Length)
            {
                stamp = default;
                return false;
            }

            place = found;
        }

        var digits = frame[(place + 2)..];
        stamp = new(Value(digits[..TimeDigits]), (int)Value(digits.Slice(TimeDigits, PublisherDigits)), Value(digits.Slice(TimeDigits + PublisherDigits, NumberDigits)));
        return true;
    }

    private static void Digits(Span<byte> target, long value)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static long Value(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}
