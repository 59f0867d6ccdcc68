using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>Writes the frames of a client, right ones and wrong ones.</summary>
internal static class ClientFrame
{
    private const uint DefaultMask = 0x37FA213D;

    public static byte[] Text(string text) => Build(0x81, Encoding.UTF8.GetBytes(text));

    public static byte[] Text(byte[] payload) => Build(0x81, payload);

    public static byte[] Part(bool fin, byte opcode, byte[] payload) => Build((byte)((fin ? 0x80 : 0) | opcode), payload);

    public static byte[] Part(bool fin, byte opcode, string payload) => Part(fin, opcode, Encoding.UTF8.GetBytes(payload));

    public static byte[] Ping(string payload) => Build(0x89, Encoding.UTF8.GetBytes(payload));

    public static byte[] Pong(byte[] payload) => Build(0x8A, payload);

    public static byte[] Close(int code, string reason = "") => Close(code, Encoding.UTF8.GetBytes(reason));

    public static byte[] Close(int code, byte[] reason)
    {
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        reason.CopyTo(payload, 2);
        return Build(0x88, payload);
    }

    public static byte[] Header(byte first, long length, int lengthBytes)
    {
        var header = new byte[2 + lengthBytes + 4];
        header[0] = first;
        switch (lengthBytes)
        {
            case 0:
                header[1] = (byte)(0x80 | length);
                break;
            case 2:
                header[1] = 0xFE;
                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);
                break;
            default:
                header[1] = 0xFF;
                BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), length);
                break;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(header.Length - 4), DefaultMask);
        return header;
    }

    public static byte[] Build(byte first, byte[] payload, bool masked = true, uint mask = DefaultMask)
    {
        var header = Header(first, payload.Length, payload.Length switch { < 126 => 0, <= ushort.MaxValue => 2, _ => 8 });
        if (!masked)
        {
            header[1] &= 0x7F;
            return [.. header[..^4], .. payload];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(header.Length - 4), mask);
        var body = new byte[payload.Length];
        for (var index = 0; index < body.Length; index++)
        {
            body[index] = (byte)(payload[index] ^ (byte)(mask >> (index % 4 * 8)));
        }

        return [.. header, .. body];
    }

    /// <summary>A payload as RFC 7692 sends it.</summary>
    public static byte[] Deflate(byte[] payload, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var stream = new MemoryStream();
        using var deflate = new DeflateStream(stream, level, leaveOpen: true);
        deflate.Write(payload);
        deflate.Flush();
        return payload.Length == 0 ? [0x00] : stream.ToArray()[..^4];
    }

    public static byte[] CompressedText(byte[] payload) => Build(0xC1, Deflate(payload));
}
