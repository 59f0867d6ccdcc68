using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>A WebSocket over a pair of pipes, such as a Kestrel connection's transport.</summary>
/// <param name="pipe">The pipes; completed when the socket ends.</param>
/// <param name="abort">Drops the connection below.</param>
internal sealed class PipeTransport(IDuplexPipe pipe, Action abort) : SocketTransport
{
    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer) =>
        pipe.Input.TryRead(out var result) ? new ValueTask<int>(Take(result, buffer)) : WaitAsync(buffer);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        var flush = pipe.Output.WriteAsync(buffer);
        if (!flush.IsCompletedSuccessfully)
        {
            return FlushedAsync(flush);
        }

        // Consumed, so that a pooled source can be used again. A reader that has gone shows at our own next read.
        _ = flush.Result;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        abort();
        pipe.Input.CancelPendingRead();
        pipe.Output.CancelPendingFlush();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask FlushedAsync(ValueTask<FlushResult> flush) => await flush.ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(Memory<byte> buffer) => Take(await pipe.Input.ReadAsync().ConfigureAwait(false), buffer);

    private int Take(ReadResult result, Memory<byte> buffer)
    {
        var bytes = result.Buffer;
        var count = (int)Math.Min(bytes.Length, buffer.Length);
        bytes = bytes.Slice(0, count);
        bytes.CopyTo(buffer.Span);
        pipe.Input.AdvanceTo(bytes.End);
        return count;
    }
}
