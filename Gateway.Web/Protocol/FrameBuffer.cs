using System.Buffers;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// The scratch buffer in which a frame is written before its exact bytes are taken: one a thread, kept while it is small.
/// </summary>
internal static class FrameBuffer
{
    private const int InitialBytes = 4 * 1024;
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>An empty buffer, until <see cref="Take"/> or <see cref="Return"/> on the same thread.</summary>
    public static ArrayBufferWriter<byte> Rent()
    {
        ArrayBufferWriter<byte> buffer = _scratch ?? new ArrayBufferWriter<byte>(InitialBytes);
        _scratch = null;
        return buffer;
    }

    /// <summary>The bytes written, as an array of exactly their length; the buffer goes back.</summary>
    public static byte[] Take(ArrayBufferWriter<byte> buffer)
    {
        byte[] bytes = buffer.WrittenSpan.ToArray();
        Return(buffer);
        return bytes;
    }

    /// <summary>Gives the buffer back, for a caller that has copied the bytes itself.</summary>
    public static void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity <= KeptBytes)
        {
            buffer.ResetWrittenCount();
            _scratch = buffer;
        }
    }
}
