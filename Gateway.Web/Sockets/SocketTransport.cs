namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>The byte stream below a WebSocket. One read and one write may be in progress at the same time.</summary>
internal abstract class SocketTransport : IAsyncDisposable
{
    /// <summary>
    /// Reads what is there. With an empty buffer it waits until a read would not block, holding no memory, and answers 0.
    /// With a buffer, 0 is the peer's end, and -1 says that nothing is there after all: wait again.
    /// </summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Writes all of it. Completed means that the buffer may be used again, not that the peer has it.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> buffer);

    /// <summary>
    /// The last bytes were written: tells the peer so, and waits until it has ended too, discarding what it still sends. Nothing else is in
    /// progress, and <see cref="Abort"/> bounds the wait. Where the layer below sees to the end itself, nothing happens.
    /// </summary>
    public virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    /// <summary>Drops the connection: what is in progress ends soon, with any result. May be called more than once, by any thread.</summary>
    public abstract void Abort();

    /// <summary>Ends the connection after what was written has been sent. Nothing is in progress any more.</summary>
    public abstract ValueTask DisposeAsync();
}
