using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>A frame's header (RFC 6455 section 5.2), as bytes say it: whether it is allowed is the reader's matter.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FrameHeader
{
    /// <summary>First byte of an uncompressed text message in one frame.</summary>
    public const byte FinalText = FinBit | Opcodes.Text;

    private const byte FinBit = 0x80;
    private const byte Rsv1Bit = 0x40;
    private const byte MaskBit = 0x80;
    private const int MaskLength = sizeof(uint);

    private readonly byte _first;
    private readonly byte _second;

    private FrameHeader(byte first, byte second, int headerLength, long payloadLength, uint mask)
    {
        _first = first;
        _second = second;
        HeaderLength = headerLength;
        PayloadLength = payloadLength;
        Mask = mask;
    }

    /// <summary>Whether the message ends with this frame.</summary>
    public bool Fin => (_first & FinBit) != 0;

    /// <summary>Whether the message is compressed (RFC 7692); on a first data frame only.</summary>
    public bool Rsv1 => (_first & Rsv1Bit) != 0;

    /// <summary>Whether one of the bits is set that no extension of ours uses.</summary>
    public bool Rsv23 => (_first & 0x30) != 0;

    /// <summary>The opcode.</summary>
    public byte Opcode => (byte)(_first & 0x0F);

    /// <summary>Whether the payload is masked, as a client's must be.</summary>
    public bool Masked => (_second & MaskBit) != 0;

    /// <summary>Bytes of the header.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of the payload; negative when the forbidden 64th bit is set.</summary>
    public long PayloadLength { get; }

    /// <summary>The mask; its lowest byte is for the payload's first byte.</summary>
    public uint Mask { get; }

    /// <summary>Whether the length was written in the shortest form, as it must be.</summary>
    public bool MinimalLength => (_second & 0x7F) switch
    {
        126 => PayloadLength > 125,
        127 => PayloadLength is < 0 or > ushort.MaxValue,
        _ => true,
    };

    /// <summary>The part that the first two bytes tell: everything but length and mask.</summary>
    public static FrameHeader Peek(byte first, byte second) => new(first, second, 2, second & 0x7F, 0);

    /// <summary>Reads a header; false when more bytes are needed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        var masked = (bytes[1] & MaskBit) != 0;
        var shortLength = bytes[1] & 0x7F;
        var lengthBytes = shortLength switch { 126 => sizeof(ushort), 127 => sizeof(ulong), _ => 0 };
        var headerLength = 2 + lengthBytes + (masked ? MaskLength : 0);
        if (bytes.Length < headerLength)
        {
            return false;
        }

        var payloadLength = lengthBytes switch
        {
            sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            sizeof(ulong) => BinaryPrimitives.ReadInt64BigEndian(bytes[2..]),
            _ => shortLength,
        };
        var mask = masked ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(headerLength - MaskLength)..]) : 0;
        header = new FrameHeader(bytes[0], bytes[1], headerLength, payloadLength, mask);
        return true;
    }

    /// <summary>Bytes of the header of an unmasked frame with so many payload bytes.</summary>
    public static int ServerLength(int payloadLength) => payloadLength switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };

    /// <summary>Writes the header of an unmasked frame that is a whole message.</summary>
    public static void WriteServer(Span<byte> destination, byte opcode, bool compressed, int payloadLength)
    {
        destination[0] = (byte)(FinBit | (compressed ? Rsv1Bit : 0) | opcode);
        switch (payloadLength)
        {
            case < 126:
                destination[1] = (byte)payloadLength;
                break;
            case <= ushort.MaxValue:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                break;
        }
    }
}
