using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What RFC 6455 and RFC 7692 forbid a client to send, apart from sizes.</summary>
internal static class FrameRules
{
    /// <summary>Judges what the first two bytes of a frame tell.</summary>
    /// <param name="header">The header, peeked.</param>
    /// <param name="inMessage">Whether a fragmented message is open.</param>
    /// <param name="deflate">Whether compression was agreed.</param>
    /// <returns>The violation, or null.</returns>
    public static SocketRead? CheckStart(FrameHeader header, bool inMessage, bool deflate)
    {
        var opcode = header.Opcode;
        if (!Opcodes.IsKnown(opcode))
        {
            return Violation(CloseCodes.ProtocolError, "reserved opcode");
        }

        if (header.Rsv23 || (header.Rsv1 && !(deflate && opcode is Opcodes.Text or Opcodes.Binary)))
        {
            return Violation(CloseCodes.ProtocolError, "reserved bits set");
        }

        if (!header.Masked)
        {
            return Violation(CloseCodes.ProtocolError, "frame not masked");
        }

        if (Opcodes.IsControl(opcode))
        {
            return header.Fin && header.PayloadLength <= OutboundFrame.MaxControlPayload
                ? null
                : Violation(CloseCodes.ProtocolError, "control frame fragmented or too long");
        }

        if (inMessage != (opcode == Opcodes.Continuation))
        {
            return Violation(CloseCodes.ProtocolError, inMessage ? "continuation expected" : "nothing to continue");
        }

        return opcode == Opcodes.Binary ? Violation(CloseCodes.UnsupportedData, "binary messages are not taken") : null;
    }

    /// <summary>Reads and judges the payload of a close frame.</summary>
    public static SocketRead ReadClose(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return new SocketRead(SocketReadKind.Close, default, CloseCodes.NoStatus, string.Empty);
        }

        if (payload.Length < sizeof(ushort) || !CloseCodes.MayBeReceived(BinaryPrimitives.ReadUInt16BigEndian(payload)))
        {
            return Violation(CloseCodes.ProtocolError, "bad close code");
        }

        var reason = payload[sizeof(ushort)..];
        return Utf8.IsValid(reason)
            ? new SocketRead(SocketReadKind.Close, default, BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(reason))
            : Violation(CloseCodes.InvalidPayload, "close reason not UTF-8");
    }

    /// <summary>A broken rule.</summary>
    public static SocketRead Violation(int code, string reason) => new(SocketReadKind.Violation, default, code, reason);
}
