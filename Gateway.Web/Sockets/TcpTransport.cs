using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// A WebSocket straight over a TCP socket: a write is one system call on the caller's thread, and becomes a task only when the kernel's
/// buffer is full; a read that waits holds no buffer.
/// </summary>
internal sealed class TcpTransport : SocketTransport
{
    private const int DiscardLength = 4096;

    private readonly Socket _socket;
    private readonly OpenTransports _open;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket; owned from here on.</param>
    /// <param name="open">Where it is noted until it is disposed of.</param>
    public TcpTransport(Socket socket, OpenTransports open)
    {
        // What does not fit must come back at once instead of holding up the thread.
        socket.Blocking = false;
        _socket = socket;
        _open = open;
        open.Add(this);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            // Ends at any news of the socket, also at old news of what has been read already.
            return _socket.ReceiveAsync(buffer, SocketFlags.None);
        }

        var read = _socket.Receive(buffer.Span, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => new ValueTask<int>(read),
            SocketError.WouldBlock => new ValueTask<int>(-1),
            _ => ValueTask.FromException<int>(new SocketException((int)error)),
        };
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        var sent = _socket.Send(buffer.Span, SocketFlags.None, out var error);
        if (sent == buffer.Length)
        {
            return ValueTask.CompletedTask;
        }

        return error is SocketError.Success or SocketError.WouldBlock
            ? SendRestAsync(buffer[sent..])
            : ValueTask.FromException(new SocketException((int)error));
    }

    /// <inheritdoc/>
    public override async ValueTask EndAsync()
    {
        // Closing while something of the peer's is unread, or still to come, would reset the connection, and a reset can overtake our last frame.
        _socket.Shutdown(SocketShutdown.Send);
        int read;
        do
        {
            await ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(DiscardLength);
            read = await ReadAsync(buffer).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
        }
        while (read != 0);
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        try
        {
            // Without it, disposing of a socket with a read in progress is a reset, which takes from the peer what is on its way to it.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        _socket.Dispose();
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _open.Remove(this);
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
        }
    }
}
