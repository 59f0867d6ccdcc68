using System.Buffers;
using System.IO.Pipelines;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A connection whose other end is the test: feeds bytes, records writes, stalls them on demand. What comes of it happens on the test's thread, unless the handler's way leads to another.</summary>
internal sealed class FakeTransport : SocketTransport
{
    private readonly Pipe _input = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        useSynchronizationContext: false));

    private readonly Lock _gate = new();
    private readonly MemoryStream _written = new();
    private TaskCompletionSource? _stall;

    public List<int> Writes { get; } = [];

    public bool IsAborted { get; private set; }

    public bool IsDisposed { get; private set; }

    public int BuffersAsked { get; private set; }

    public bool IsStalled => _stall is not null;

    /// <summary>Every further write hangs until <see cref="Resume"/>, as to a client that does not read.</summary>
    public bool StallWrites { get; set; }

    public Exception? WriteFault { get; set; }

    public List<ServerFrame> Frames
    {
        get
        {
            lock (_gate)
            {
                return ServerFrame.ParseAll(_written.ToArray());
            }
        }
    }

    public List<ServerFrame> TextFrames => Frames.FindAll(frame => frame.Opcode == 1);

    public ServerFrame? CloseFrame => Frames.Find(frame => frame.Opcode == 8);

    public void Feed(params ReadOnlySpan<byte> bytes)
    {
        _input.Writer.Write(bytes);
        var flushed = _input.Writer.FlushAsync();
        flushed.IsCompleted.ShouldBeTrue();
    }

    public void End() => _input.Writer.Complete();

    public void Fail(Exception exception) => _input.Writer.Complete(exception);

    /// <summary>Lets the write that hangs end; a next one hangs again unless <see cref="StallWrites"/> is off.</summary>
    public void Resume()
    {
        var stall = _stall;
        _stall = null;
        stall?.SetResult();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        BuffersAsked += buffer.IsEmpty ? 0 : 1;
        var result = await _input.Reader.ReadAsync().ConfigureAwait(false);
        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var taken = result.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        _input.Reader.AdvanceTo(taken.End);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        if (WriteFault is { } fault)
        {
            return ValueTask.FromException(fault);
        }

        _stall.ShouldBeNull("one write at a time");
        lock (_gate)
        {
            Writes.Add(buffer.Length);
            _written.Write(buffer.Span);
        }

        if (!StallWrites)
        {
            return ValueTask.CompletedTask;
        }

        _stall = new TaskCompletionSource();
        return new ValueTask(_stall.Task);
    }

    public override void Abort()
    {
        IsAborted = true;
        _input.Reader.CancelPendingRead();
        var stall = _stall;
        _stall = null;
        stall?.SetException(new IOException("aborted"));
    }

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
