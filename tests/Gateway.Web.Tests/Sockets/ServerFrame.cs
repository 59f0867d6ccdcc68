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
        var frames = new List<ServerFrame>();
        while (!bytes.IsEmpty)
        {
            (bytes[1] & 0x80).ShouldBe(0, "a server does not mask");
            var (header, length) = (bytes[1] & 0x7F) switch
            {
                126 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
                127 => (10, (int)BinaryPrimitives.ReadInt64BigEndian(bytes[2..])),
                var small => (2, small),
            };
            frames.Add(new ServerFrame(bytes[0], bytes.Slice(header, length).ToArray()));
            bytes = bytes[(header + length)..];
        }

        return frames;
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
