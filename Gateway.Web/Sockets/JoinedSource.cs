namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>A read-only stream over two pieces of memory, one after the other.</summary>
internal sealed class JoinedSource(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) : Stream
{
    private ReadOnlyMemory<byte> _current = first;
    private ReadOnlyMemory<byte> _then = second;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_current.IsEmpty)
        {
            _current = _then;
            _then = default;
        }

        var count = Math.Min(buffer.Length, _current.Length);
        _current.Span[..count].CopyTo(buffer);
        _current = _current[count..];
        return count;
    }

    public override int Read(byte[] array, int offset, int count) => Read(array.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] array, int offset, int count) => throw new NotSupportedException();
}
