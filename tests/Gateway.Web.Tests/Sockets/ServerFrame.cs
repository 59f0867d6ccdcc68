using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A frame as a client reads it from what the server wrote.</summary>
internal sealed record ServerFrame(byte First, byte[] Payload)
{
    public int Opcode => First & 0x0F;

    public bool IsCompressed => (First & 0x40) != 0;

    public string Text => Encoding.UTF8.GetString(IsCompressed ? Inflate(Payload) : Payload);

    public int CloseCode => Payload.Length == 0 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public static List<ServerFrame> ParseAll(ReadOnlySpan<byte> bytes)
    {
        var (frames, used) = ParseComplete(bytes);
        used.ShouldBe(bytes.Length);
        return frames;
    }

    /// <summary>The frames that are complete, and how many bytes they have.</summary>
    public static (List<ServerFrame> Frames, int Used) ParseComplete(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<ServerFrame>();
        var used = 0;
        while (bytes.Length - used >= 2)
        {
            var rest = bytes[used..];
            (rest[1] & 0x80).ShouldBe(0, "a server does not mask");
            var header = (rest[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
            if (rest.Length < header)
            {
                break;
            }

            var length = header switch
            {
                4 => BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
                10 => (int)BinaryPrimitives.ReadInt64BigEndian(rest[2..]),
                _ => rest[1],
            };
            if (rest.Length < header + length)
            {
                break;
            }

            frames.Add(new ServerFrame(rest[0], rest.Slice(header, length).ToArray()));
            used += header + length;
        }

        return (frames, used);
    }

    private static byte[] Inflate(byte[] payload)
    {
        using var source = new MemoryStream([.. payload, 0x00, 0x00, 0xFF, 0xFF]);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        using var result = new MemoryStream();
        inflate.CopyTo(result);
        return result.ToArray();
    }
}
