using System.Buffers.Binary;

namespace Orleans.Realtime.Load.Wire;

/// <summary>The head of a WebSocket frame (RFC 6455, 5.2), as far as a client meets it.</summary>
/// <param name="Final">Whether the message ends with this frame.</param>
/// <param name="Opcode">What the frame holds.</param>
/// <param name="HeaderBytes">Where the payload begins.</param>
/// <param name="PayloadBytes">How long it is.</param>
internal readonly record struct FrameHeader(bool Final, int Opcode, int HeaderBytes, int PayloadBytes)
{
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    /// <summary>Most bytes before the payload of a frame that a client sends.</summary>
    public const int MaxClientBytes = 14;

    private const int FinalBit = 0x80;
    private const int MaskBit = 0x80;
    private const int Length16 = 126;
    private const int Length64 = 127;

    /// <summary>A mask that is no zero: a server may take a short cut there.</summary>
    private static ReadOnlySpan<byte> Mask => [0x5A, 0x3C, 0x96, 0xE1];

    /// <summary>Reads a server's frame. False while the head is not there in full.</summary>
    /// <exception cref="InvalidDataException">The frame is masked, or longer than anything that is sent here.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        int length = bytes[1];
        var size = length switch { Length16 => 4, Length64 => 10, _ => 2 };
        if (bytes.Length < size)
        {
            return false;
        }

        var payload = length switch
        {
            < Length16 => length,
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            Length64 => BinaryPrimitives.ReadInt64BigEndian(bytes[2..]),
            _ => throw new InvalidDataException("A server must not mask its frames."),
        };
        if (payload is < 0 or > int.MaxValue / 2)
        {
            throw new InvalidDataException($"A frame of {payload} bytes.");
        }

        header = new((bytes[0] & FinalBit) != 0, bytes[0] & 0x0F, size, (int)payload);
        return true;
    }

    /// <summary>Writes a whole masked frame; answers its length.</summary>
    public static int WriteMasked(Span<byte> target, int opcode, ReadOnlySpan<byte> payload)
    {
        target[0] = (byte)(FinalBit | opcode);
        var size = 2;
        if (payload.Length < Length16)
        {
            target[1] = (byte)(MaskBit | payload.Length);
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            target[1] = MaskBit | Length16;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payload.Length);
            size = 4;
        }
        else
        {
            target[1] = MaskBit | Length64;
            BinaryPrimitives.WriteInt64BigEndian(target[2..], payload.Length);
            size = 10;
        }

        Mask.CopyTo(target[size..]);
        size += Mask.Length;
        for (var i = 0; i < payload.Length; i++)
        {
            target[size + i] = (byte)(payload[i] ^ Mask[i & 3]);
        }

        return size + payload.Length;
    }
}
