using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Orleans.Lite.Messaging;
using Orleans.Lite.Wire;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Tcp;

/// <summary>
/// One connection to another node. Takes messages before there is a socket, too; a send takes all that waits.
/// It ends once, for whatever reason comes first.
/// </summary>
internal sealed class TcpConnection
{
    private readonly Pipe _out = new(new(pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: 16 * 1024, useSynchronizationContext: false));
    private readonly Lock _lock = new();
    private readonly TcpTransport _transport;
    private Socket? _socket;
    private long _queued;
    private long _silence;
    private int _writing;
    private bool _closed;

    public TcpConnection(TcpTransport transport, SiloAddress peer)
    {
        _transport = transport;
        Peer = peer;
        Names = new(Append);
        LastSent = transport.Clock.GetTimestamp();
    }

    public SiloAddress Peer { get; }

    public OutgoingNames Names { get; }

    /// <summary>For how long nothing was heard, as far as this process was there to hear it.</summary>
    public TimeSpan Silence => TimeSpan.FromTicks(Interlocked.Read(ref _silence));

    /// <summary>When bytes went out last; what only waits to go out is no sign of life.</summary>
    public long LastSent { get; private set; }

    /// <summary>Whether both sides have greeted.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>Whether bytes have come that nobody has read yet: then the silence is this process's own.</summary>
    public bool HasUnread
    {
        get
        {
            try
            {
                return _socket is { Available: > 0 };
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public void Heard() => Interlocked.Exchange(ref _silence, 0);

    public void NotHeardFor(TimeSpan time) => Interlocked.Add(ref _silence, time.Ticks);

    /// <summary>Bytes that wait to be sent.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Sends, or returns false if the connection is over.</summary>
    /// <exception cref="OrleansMessageRejectionException">Too much waits already.</exception>
    /// <exception cref="SerializerException">The message cannot be sent.</exception>
    public bool TrySend(IMessage message)
    {
        if (Queued > _transport.Options.MaxQueuedBytes)
        {
            throw new OrleansMessageRejectionException($"The connection to {Peer} is overloaded: {Queued} bytes wait to be sent. The message is refused: {message}.");
        }

        return Append(FrameWriter.Write(message, Names, _transport.Options.MaxFrame));
    }

    /// <summary>Adds a frame to what waits.</summary>
    public bool Append(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _out.Writer.Write(frame);
            Interlocked.Add(ref _queued, frame.Length);

            // There is no threshold: it completes at once.
            var flush = _out.Writer.FlushAsync(CancellationToken.None);
            return flush.IsCompleted;
        }
    }

    /// <summary>
    /// Sends a sign of life, at once and not by way of the thread pool: past what waits to be sent, for it may wait because the pool is busy. While something is
    /// being sent it is only put in the queue.
    /// </summary>
    public void Ping()
    {
        ReadOnlySpan<byte> frame = [1, 0, 0, 0, (byte)FrameKind.Ping];
        if (_socket is not { } socket || !TryBeginWriting())
        {
            Append(frame);
            return;
        }

        try
        {
            if (socket.Poll(0, SelectMode.SelectWrite))
            {
                socket.Send(frame);
                LastSent = _transport.Clock.GetTimestamp();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Whoever reads from it finds out too.
        }
        finally
        {
            EndWriting();
        }
    }

    /// <summary>Takes the socket on which it is to begin: it ends with the connection.</summary>
    /// <returns>Whether the connection is still wanted; else the socket is gone.</returns>
    public bool TryUse(Socket socket)
    {
        lock (_lock)
        {
            if (_closed)
            {
                socket.Dispose();
                return false;
            }

            _socket = socket;
            return true;
        }
    }

    /// <summary>Begins to send and returns when the connection is over.</summary>
    /// <param name="socket">The connected socket.</param>
    /// <param name="input">What comes, its greeting already read.</param>
    /// <param name="receiver">Whom it is for.</param>
    public async Task RunAsync(Socket socket, PipeReader input, IMessageReceiver receiver)
    {
        if (!TryUse(socket))
        {
            return;
        }

        _ = SendAllAsync(socket);
        PeerLoss loss = PeerLoss.Closed;
        Exception? cause = null;
        try
        {
            await ReceiveAllAsync(input, receiver);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            cause = error;
        }
        catch (PeerLossException error)
        {
            (loss, cause) = (error.Loss, error);
        }
        catch (SerializerException error)
        {
            cause = error;
            _transport.LogMalformed(error, Peer);
        }

        Close(loss, cause);
    }

    /// <summary>Ends it: nothing more is sent or received.</summary>
    public void Close(PeerLoss loss, Exception? cause = null, bool abort = false)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _out.Writer.Complete();
        if (_socket is { } socket)
        {
            if (abort)
            {
                socket.LingerState = new(true, 0);
            }

            socket.Dispose();
        }

        _transport.OnClosed(this, loss, cause);
    }

    /// <summary>One frame off the front of what has come.</summary>
    public static bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, int limit, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < 4)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (length == 0 || length > limit)
        {
            throw new SerializerException($"Malformed bytes: a frame of {length} bytes.");
        }

        if (buffer.Length - 4 < length)
        {
            return false;
        }

        frame = buffer.Slice(4, length);
        buffer = buffer.Slice(4L + length);
        return true;
    }

    private bool TryBeginWriting() => Interlocked.CompareExchange(ref _writing, 1, 0) == 0;

    /// <summary>Waits no longer than a sign of life takes.</summary>
    private void BeginWriting()
    {
        var spin = default(SpinWait);
        while (!TryBeginWriting())
        {
            spin.SpinOnce();
        }
    }

    private void EndWriting() => Volatile.Write(ref _writing, 0);

    private async Task SendAllAsync(Socket socket)
    {
        try
        {
            while (true)
            {
                var result = await _out.Reader.ReadAsync(CancellationToken.None);
                if (result.Buffer.IsEmpty && result.IsCompleted)
                {
                    break;
                }

                BeginWriting();
                foreach (var segment in result.Buffer)
                {
                    for (var rest = segment; rest.Length > 0;)
                    {
                        rest = rest[await socket.SendAsync(rest, SocketFlags.None, CancellationToken.None)..];
                        LastSent = _transport.Clock.GetTimestamp();
                    }
                }

                EndWriting();
                Interlocked.Add(ref _queued, -result.Buffer.Length);
                _out.Reader.AdvanceTo(result.Buffer.End);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Close(PeerLoss.Closed, error);
        }

        _out.Reader.Complete();
    }

    private async Task ReceiveAllAsync(PipeReader input, IMessageReceiver receiver)
    {
        var frames = new FrameReader(receiver, Peer);
        while (true)
        {
            var result = await input.ReadAsync(CancellationToken.None);
            Heard();
            _transport.OnReceived();
            var buffer = result.Buffer;
            while (TryTakeFrame(ref buffer, _transport.Options.MaxFrame, out var frame))
            {
                Receive(frames, frame, receiver);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private void Receive(FrameReader frames, in ReadOnlySequence<byte> frame, IMessageReceiver receiver)
    {
        IMessage? message;
        IMessage? reply;
        if (frame.IsSingleSegment && MemoryMarshal.TryGetArray(frame.First, out var segment))
        {
            message = frames.Read(segment, out reply);
        }
        else
        {
            var copy = ArrayPool<byte>.Shared.Rent((int)frame.Length);
            frame.CopyTo(copy);
            message = frames.Read(new(copy, 0, (int)frame.Length), out reply);
            ArrayPool<byte>.Shared.Return(copy);
        }

        if (reply is not null)
        {
            TrySend(reply);
        }

        if (message is not null)
        {
            try
            {
                receiver.Receive(message);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // One message must not end everybody's connection.
                _transport.LogNotTaken(error, Peer);
            }
        }
    }
}
