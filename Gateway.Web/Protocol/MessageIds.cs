using System.Security.Cryptography;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// Makes message ids: 23 characters that sort by time. 64 bits are the millisecond and a counter, strictly growing in one
/// process; 50 random bits name the process, so that two processes do not meet.
/// </summary>
internal static class MessageIds
{
    /// <summary>Characters of an id.</summary>
    public const int Length = TimeChars + ProcessChars;

    private const int TimeChars = 13;
    private const int ProcessChars = 10;

    // Ids per millisecond before the counter runs ahead of the clock, which does no harm: 2^20.
    private const int CounterBits = 20;

    // Crockford's base 32 in lower case: ordinal order is the order of the values.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly string Process = RandomNumberGenerator.GetString(Alphabet, ProcessChars);
    private static long _last;

    /// <summary>A new id, larger than every id this process made before, also when the clock is set back.</summary>
    public static string New() => New(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    /// <inheritdoc cref="New()" />
    internal static string New(long unixMs)
    {
        long floor = unixMs << CounterBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(floor, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        return string.Create(Length, next, static (span, value) =>
        {
            for (int i = TimeChars - 1; i >= 0; i--)
            {
                span[i] = Alphabet[(int)(value & 31)];
                value >>>= 5;
            }

            Process.CopyTo(span[TimeChars..]);
        });
    }
}
