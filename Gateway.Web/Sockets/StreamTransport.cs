namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>A WebSocket over a duplex stream, such as that of an upgraded HTTP request.</summary>
/// <param name="stream">The stream; its zero-byte reads must wait for data.</param>
/// <param name="abort">Drops the connection below; null where disposing the stream does.</param>
internal sealed class StreamTransport(Stream stream, Action? abort) : SocketTransport
{
    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer) => stream.WriteAsync(buffer);

    /// <inheritdoc/>
    public override void Abort()
    {
        if (abort is null)
        {
            stream.Dispose();
        }
        else
        {
            abort();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => stream.DisposeAsync();
}
