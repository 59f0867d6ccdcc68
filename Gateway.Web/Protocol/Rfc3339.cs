namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>Times as frames carry them: <c>2026-11-21T08:00:00.123Z</c>, always UTC and always three digits of a second.</summary>
internal static class Rfc3339
{
    /// <summary>Characters of a time.</summary>
    public const int Length = 24;

    private static readonly long MinUnixMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxUnixMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The text of a time in milliseconds since the Unix epoch; what lies outside the years 1 to 9999 is drawn to their edge.</summary>
    public static string Format(long unixMs)
    {
        Span<byte> utf8 = stackalloc byte[Length];
        Write(unixMs, utf8);
        return System.Text.Encoding.ASCII.GetString(utf8);
    }

    /// <summary>Writes the text of a time into the first <see cref="Length"/> bytes.</summary>
    public static void Write(long unixMs, Span<byte> target)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(Math.Clamp(unixMs, MinUnixMs, MaxUnixMs) * TimeSpan.TicksPerMillisecond);
        (int year, int month, int day) = time;
        int millisecondOfDay = (int)(time.TimeOfDay.Ticks / TimeSpan.TicksPerMillisecond);
        (int secondOfDay, int millisecond) = Math.DivRem(millisecondOfDay, 1000);
        (int minuteOfDay, int second) = Math.DivRem(secondOfDay, 60);
        (int hour, int minute) = Math.DivRem(minuteOfDay, 60);

        // The highest index first: one bounds check for all.
        target[23] = (byte)'Z';
        target[22] = (byte)('0' + (millisecond % 10));
        Two(target, 20, millisecond / 10);
        target[19] = (byte)'.';
        Two(target, 17, second);
        target[16] = (byte)':';
        Two(target, 14, minute);
        target[13] = (byte)':';
        Two(target, 11, hour);
        target[10] = (byte)'T';
        Two(target, 8, day);
        target[7] = (byte)'-';
        Two(target, 5, month);
        target[4] = (byte)'-';
        Two(target, 2, year % 100);
        Two(target, 0, year / 100);
    }

    private static void Two(Span<byte> target, int at, int value)
    {
        target[at] = (byte)('0' + (value / 10));
        target[at + 1] = (byte)('0' + (value % 10));
    }
}
