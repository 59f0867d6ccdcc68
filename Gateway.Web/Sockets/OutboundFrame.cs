using System.Buffers.Binary;
using System.Text;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// An encoded, immutable WebSocket frame, header included. Made once per message and shared by every socket that gets it;
/// the compressed form is made at most once, when the first socket that agreed to compression sends it.
/// </summary>
internal sealed class OutboundFrame
{
    /// <summary>A control frame's payload may have so many bytes (RFC 6455 section 5.5).</summary>
    public const int MaxControlPayload = 125;

    private readonly byte[] _plain;
    private readonly byte _headerLength;

    // Null: not tried. Same as _plain: tried, and not worth it.
    private byte[]? _compressed;

    private OutboundFrame(byte opcode, ReadOnlySpan<byte> payload, OutboundRank rank = OutboundRank.Common)
    {
        Rank = rank;
        _headerLength = (byte)FrameHeader.ServerLength(payload.Length);
        _plain = GC.AllocateUninitializedArray<byte>(_headerLength + payload.Length);
        FrameHeader.WriteServer(_plain, opcode, compressed: false, payload.Length);
        payload.CopyTo(_plain.AsSpan(_headerLength));
    }

    /// <summary>Bytes of the frame as it is sent without compression, header included.</summary>
    public int Length => _plain.Length;

    /// <summary>The payload as it was given.</summary>
    public ReadOnlyMemory<byte> Payload => _plain.AsMemory(_headerLength);

    /// <summary>Which waiting frames it goes before.</summary>
    public OutboundRank Rank { get; }

    /// <summary>A whole text message in one frame. The bytes must be UTF-8: they are not checked again.</summary>
    public static OutboundFrame Text(ReadOnlySpan<byte> utf8, OutboundRank rank = OutboundRank.Common) => new(Opcodes.Text, utf8, rank);

    /// <summary>A ping that carries its number, so that the pong tells which one it answers.</summary>
    public static OutboundFrame Ping(uint number)
    {
        Span<byte> payload = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, number);
        return new OutboundFrame(Opcodes.Ping, payload);
    }

    /// <summary>The answer to a client's ping.</summary>
    public static OutboundFrame Pong(ReadOnlySpan<byte> payload) => new(Opcodes.Pong, payload);

    /// <summary>A close frame; <see cref="CloseCodes.NoStatus"/> makes one without a code. A reason that is too long is cut between characters.</summary>
    public static OutboundFrame Close(int code, string reason)
    {
        if (code == CloseCodes.NoStatus)
        {
            return new OutboundFrame(Opcodes.Close, []);
        }

        Span<byte> payload = stackalloc byte[MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetEncoder().Convert(reason, payload[sizeof(ushort)..], flush: true, out _, out var written, out _);
        return new OutboundFrame(Opcodes.Close, payload[..(sizeof(ushort) + written)]);
    }

    /// <summary>The bytes to send to a socket.</summary>
    /// <param name="compressed">Whether the socket agreed to <c>permessage-deflate</c>.</param>
    /// <param name="threshold">Smallest payload worth compressing, in bytes. The same for all sockets of a process.</param>
    public ReadOnlyMemory<byte> Encoded(bool compressed, int threshold)
    {
        if (!compressed || _plain.Length - _headerLength < threshold || _plain[0] != FrameHeader.FinalText)
        {
            return _plain;
        }

        return Volatile.Read(ref _compressed) ?? Compress();
    }

    private byte[] Compress()
    {
        lock (_plain)
        {
            if (_compressed is null)
            {
                Volatile.Write(ref _compressed, MessageDeflater.TryDeflate(_plain.AsSpan(_headerLength)) ?? _plain);
            }

            return _compressed;
        }
    }
}
