using System.Buffers;
using System.IO.Compression;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Compresses one message as RFC 7692 wants it without context takeover: each stands alone, so all sockets can share it.</summary>
internal static class MessageDeflater
{
    // A sync flush ends with an empty stored block, which the sender leaves out (RFC 7692 section 7.2.1).
    private const int TailLength = 4;

    /// <summary>The whole frame with the compressed payload, or null when it would not be smaller.</summary>
    public static byte[]? TryDeflate(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        var limit = payload.Length + TailLength;
        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            using var sink = new BoundedSink(buffer, limit);
            using (var deflate = new DeflateStream(sink, CompressionLevel.Fastest, leaveOpen: true))
            {
                deflate.Write(payload);
                deflate.Flush();
                sink.Stop();
            }

            if (sink.Overflowed || sink.Written - TailLength >= payload.Length)
            {
                return null;
            }

            var body = buffer.AsSpan(0, sink.Written - TailLength);
            var headerLength = FrameHeader.ServerLength(body.Length);
            var frame = GC.AllocateUninitializedArray<byte>(headerLength + body.Length);
            FrameHeader.WriteServer(frame, Opcodes.Text, compressed: true, body.Length);
            body.CopyTo(frame.AsSpan(headerLength));
            return frame;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
