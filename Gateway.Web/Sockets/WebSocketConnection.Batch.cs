using System.Buffers;
using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

internal sealed partial class WebSocketConnection
{
    // From this length on a frame is written from where it is; shorter ones that wait together are copied into one buffer.
    private const int DirectLength = 16 * 1024;

    // Of the write in progress: its buffer, and what is left of a frame that goes out in parts.
    private byte[]? _rented;
    private ReadOnlyMemory<byte> _rest;

    private bool TryTakeBatch(out ReadOnlyMemory<byte> batch)
    {
        OutboundFrame first;
        bool more;
        lock (_queue)
        {
            var aborted = _phase == SocketPhase.Aborted;
            if (aborted || (_queue.Count == 0 && _rest.IsEmpty))
            {
                StopSending();
                batch = default;
                return false;
            }

            if (!_rest.IsEmpty)
            {
                batch = Slice(_rest);
                return true;
            }

            first = _queue.Dequeue();
            more = _queue.Count > 0;
        }

        var options = _services.Options;
        if (more && first.Length < DirectLength)
        {
            batch = Coalesce(first, options);
            return true;
        }

        var encoded = first.Encoded(_compression, options.CompressionThreshold);
        _services.Metrics.Sent(1, encoded.Length);
        batch = Slice(encoded);
        return true;
    }

    // A long frame goes out in parts, so that a slow but living client shows progress.
    private ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes)
    {
        var length = Math.Min(bytes.Length, _services.Options.WriteBufferBytes);
        _rest = bytes[length..];
        return bytes[..length];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlyMemory<byte> Coalesce(OutboundFrame first, SocketOptions options)
    {
        var chunk = default(FrameChunk);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(first.Length + _queue.Bytes, Math.Max(options.WriteBufferBytes, first.Length)));
        var frames = 0;
        var length = 0;
        chunk[0] = first;
        var taken = 1;
        while (taken > 0)
        {
            for (var index = 0; index < taken; index++)
            {
                var encoded = chunk[index]!.Encoded(_compression, options.CompressionThreshold);
                encoded.Span.CopyTo(buffer.AsSpan(length));
                length += encoded.Length;
            }

            frames += taken;
            taken = 0;
            lock (_queue)
            {
                var room = buffer.Length - length;
                while (taken < FrameChunk.Length && _queue.Peek() is { Length: < DirectLength } next && next.Length <= room)
                {
                    room -= next.Length;
                    chunk[taken++] = _queue.Dequeue();
                }
            }
        }

        _rented = buffer;
        _services.Metrics.Sent(frames, length);
        return buffer.AsMemory(0, length);
    }

    private void ReturnBuffer()
    {
        if (_rented is { } buffer)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
