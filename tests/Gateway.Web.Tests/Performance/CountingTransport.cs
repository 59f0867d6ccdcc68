using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Performance;

/// <summary>Counts what a connection asks of its transport. Over TCP each of them is one system call, as long as the kernel takes what it is given.</summary>
internal sealed class CountingTransport(SocketTransport inner) : SocketTransport
{
    private int _waits;
    private int _receives;
    private int _longest;
    private int _sends;

    /// <summary>Waits for bytes.</summary>
    public int Waits => Volatile.Read(ref _waits);

    /// <summary>Reads that brought bytes. Beside them a wait may end for bytes that were read already, and the read behind it finds nothing.</summary>
    public int Receives => Volatile.Read(ref _receives);

    /// <summary>Most bytes that one read brought.</summary>
    public int LongestReceive => Volatile.Read(ref _longest);

    /// <summary>Writes of bytes.</summary>
    public int Sends => Volatile.Read(ref _sends);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            Interlocked.Increment(ref _waits);
            return await inner.ReadAsync(buffer);
        }

        var count = await inner.ReadAsync(buffer);
        if (count > 0)
        {
            Interlocked.Increment(ref _receives);
            Volatile.Write(ref _longest, Math.Max(_longest, count));
        }

        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        Interlocked.Increment(ref _sends);
        return inner.WriteAsync(buffer);
    }

    public override ValueTask EndAsync() => inner.EndAsync();

    public override void Abort() => inner.Abort();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
