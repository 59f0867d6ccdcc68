using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Checks a text as it grows, so that a wrong byte is noticed when it comes, not when the message ends.</summary>
internal static class Utf8Progress
{
    private const int LongestSequence = 4;

    /// <summary>Checks what has come since the last call.</summary>
    /// <param name="text">All of the text that is there.</param>
    /// <param name="valid">How much of it is known to be valid; moved forward to the last complete character.</param>
    /// <returns>False when the text cannot become valid any more.</returns>
    public static bool TryAdvance(ReadOnlySpan<byte> text, ref int valid)
    {
        var complete = text.Length - IncompleteTail(text[valid..]);
        if (!Utf8.IsValid(text[valid..complete]))
        {
            return false;
        }

        valid = complete;
        return true;
    }

    // Bytes at the end that begin a character which may still become a valid one.
    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (var length = 1; length < LongestSequence && length <= text.Length; length++)
        {
            var tail = text[^length..];
            if ((tail[0] & 0xC0) != 0x80)
            {
                return Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData ? length : 0;
            }
        }

        return 0;
    }
}
