using System.Buffers;
using System.IO.Compression;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// Inflates one message of a client that does without context takeover. A fresh inflater for each: one that is used again would
/// let a forged back reference read what somebody else sent before. A payload that ends in a final block (RFC 7692 section 7.2.3.4), which
/// no known client sends, is refused as corrupt: the stream below does not tell where it ended.
/// </summary>
internal static class MessageInflater
{
    private const int SmallestBuffer = 1024;

    // What the sender left out (RFC 7692 section 7.2.2), and behind it a last block of our own with eight known bytes: if they
    // come out at the end, the compressed data was complete and nothing of it was left over.
    private static readonly byte[] Trailer = [0x00, 0x00, 0xFF, 0xFF, 0x01, 0x08, 0x00, 0xF7, 0xFF, .. Sentinel];

    private static ReadOnlySpan<byte> Sentinel => [0xF5, 0x9C, 0x27, 0xE1, 0x4B, 0xD8, 0x36, 0xFA];

    /// <summary>Inflates into a rented array, which is the caller's to return unless the answer is an error.</summary>
    /// <param name="compressed">The payload of all of the message's frames.</param>
    /// <param name="limit">Most bytes that may come out: no more than this is ever held, whatever the data says.</param>
    /// <param name="message">The array.</param>
    /// <param name="length">How much of it is the message.</param>
    /// <returns>0, or the code to close with.</returns>
    public static int Inflate(ReadOnlyMemory<byte> compressed, int limit, out byte[] message, out int length)
    {
        message = ArrayPool<byte>.Shared.Rent(Math.Clamp(compressed.Length * 4, SmallestBuffer, limit + Sentinel.Length));
        length = 0;
        var code = CloseCodes.InvalidPayload;
        try
        {
            using var inflate = new DeflateStream(new JoinedSource(compressed, Trailer), CompressionMode.Decompress);
            code = Fill(inflate, limit + Sentinel.Length, ref message, ref length);
        }
        catch (InvalidDataException)
        {
            // Corrupt: the code says so.
        }

        if (code == 0)
        {
            length -= Sentinel.Length;
        }
        else
        {
            ArrayPool<byte>.Shared.Return(message);
            message = [];
        }

        return code;
    }

    private static int Fill(DeflateStream inflate, int limit, ref byte[] message, ref int length)
    {
        while (true)
        {
            if (length == message.Length)
            {
                Grow(ref message, length);
            }

            var count = inflate.Read(message.AsSpan(length));
            length += count;
            if (length > limit)
            {
                return CloseCodes.MessageTooBig;
            }

            if (count == 0)
            {
                return message.AsSpan(0, length).EndsWith(Sentinel) ? 0 : CloseCodes.InvalidPayload;
            }
        }
    }

    private static void Grow(ref byte[] message, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        message.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(message);
        message = larger;
    }
}
