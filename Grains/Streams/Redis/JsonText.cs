using System.Buffers;
using System.Text.Unicode;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>
/// Tells JSON from other bytes, and makes other bytes JSON: as much of it as what others write into a stream asks for. The grains know nothing else of it.
/// </summary>
internal static class JsonText
{
    private const byte Quote = (byte)'"';
    private const byte Backslash = (byte)'\\';
    private const byte FirstPrintable = 0x20;

    private static readonly SearchValues<byte> Special = SearchValues.Create([Quote, Backslash, .. Enumerable.Range(0, FirstPrintable).Select(control => (byte)control)]);

    /// <summary>Whether it is one JSON value in UTF-8, of whatever depth.</summary>
    public static bool IsValue(ReadOnlySpan<byte> data) => Utf8.IsValid(data) && new JsonScanner(data).IsValue();

    /// <summary>Index of the first byte that cannot stand in a string as it is; -1 without one.</summary>
    public static int IndexOfSpecial(ReadOnlySpan<byte> text) => text.IndexOfAny(Special);

    /// <summary>Writes text as a string; what is not UTF-8, in base64.</summary>
    public static void WriteString(IBufferWriter<byte> target, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            WriteBase64(target, text);
            return;
        }

        target.Write([Quote]);
        for (var special = IndexOfSpecial(text); special >= 0; special = IndexOfSpecial(text))
        {
            target.Write(text[..special]);
            var value = text[special];
            if (value < FirstPrintable)
            {
                target.Write("\\u00"u8);
                target.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString([value])));
            }
            else
            {
                target.Write([Backslash, value]);
            }

            text = text[(special + 1)..];
        }

        target.Write(text);
        target.Write([Quote]);
    }

    /// <summary>Writes bytes as a string in base64.</summary>
    public static void WriteBase64(IBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        target.Write([Quote]);
        var room = target.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, room, out _, out var written);
        target.Advance(written);
        target.Write([Quote]);
    }
}
