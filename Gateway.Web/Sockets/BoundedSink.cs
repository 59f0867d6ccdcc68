namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>A write-only stream into a given array that notes an overflow instead of growing, and ignores what comes after <see cref="Stop"/>.</summary>
internal sealed class BoundedSink(byte[] buffer, int limit) : Stream
{
    private bool _stopped;

    /// <summary>Bytes taken.</summary>
    public int Written { get; private set; }

    /// <summary>Whether more came than there was room for.</summary>
    public bool Overflowed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Written;

    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    /// <summary>Takes no more: closing a deflate stream writes a final block that is not part of the message.</summary>
    public void Stop() => _stopped = true;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_stopped || Overflowed)
        {
            return;
        }

        if (bytes.Length > limit - Written)
        {
            Overflowed = true;
            return;
        }

        bytes.CopyTo(buffer.AsSpan(Written));
        Written += bytes.Length;
    }

    public override void Write(byte[] array, int offset, int count) => Write(array.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] array, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
