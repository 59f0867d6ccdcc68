using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Threading.Channels;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Connections;

/// <summary>One socket from its opening to its end: two loops, and the watch over its silence.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing but memory.")]
internal sealed class Link
{
    // Of what may be dropped no more than this waits for a slow network.
    private const int MaxOptionalFrames = 1_000;
    private const int FirstBuffer = 16 * 1024;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly ClientContext _context;
    private readonly ILinkOwner _owner;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Silence _silence;
    private bool _isOpen;
    private bool _isEnded;
    private (int Code, string Reason) _farewell = (CloseCodes.Normal, "");

    public Link(ClientContext context, ILinkOwner owner)
    {
        (_context, _owner) = (context, owner);
        _silence = new Silence(context, () => Send("""{"type":"ping"}"""u8.ToArray()), () => End(CloseCodes.Lost, "no sign of life in time", CloseCodes.Silent));
    }

    /// <summary>Done when the socket is gone.</summary>
    public Task Finished => _finished.Task;

    public void Start(Uri address, string? token)
    {
        _silence.BeginConnecting();
        _ = Task.Run(() => RunAsync(address, token));
    }

    /// <summary>Sends in the order of the calls.</summary>
    public void Send(byte[] frame) => _outgoing.Writer.TryWrite(frame);

    /// <summary>Sends what is worth nothing later.</summary>
    public void SendOptional(byte[] frame)
    {
        if (_outgoing.Reader.Count < MaxOptionalFrames)
        {
            Send(frame);
        }
    }

    /// <summary>From now on silence is measured: the server said that it is there.</summary>
    public void Established(TimeSpan idle) => _silence.Established(idle);

    /// <summary>Asks for a sign of life now.</summary>
    public void Probe() => _silence.Probe();

    /// <summary>Something was sent that will be answered: silence after it is looked into sooner.</summary>
    public void ExpectAnswer() => _silence.ExpectAnswer();

    /// <summary>Sends what waits, says goodbye, and lets go of the socket, without waiting for the other side.</summary>
    public void Close(int code, string reason)
    {
        if (!_isEnded)
        {
            Finish(code, reason);
        }
    }

    private void End(int code, string reason, int farewell, RealtimeClientException? error = null)
    {
        if (!_isEnded)
        {
            Finish(farewell, reason);
            _owner.Closed(code, reason, error);
        }
    }

    private void Finish(int code, string reason)
    {
        _isEnded = true;
        _farewell = (code, reason);
        _silence.End();
        _outgoing.Writer.TryComplete();
        if (code == CloseCodes.Silent || !_isOpen)
        {
            _ = _cancellation.CancelAsync();
        }
        else
        {
            // A peer that takes nothing more must not keep the socket.
            _ = AbandonLaterAsync();
        }
    }

    private async Task AbandonLaterAsync()
    {
        await _finished.Task.WaitAsync(ClosePatience, _context.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cancellation.CancelAsync().ConfigureAwait(false);
    }

    private async Task RunAsync(Uri address, string? token)
    {
        WebSocket? socket = null;
        try
        {
            socket = await SocketOpener.OpenAsync(_context.Options, address, token, _cancellation.Token).ConfigureAwait(false);
            lock (_context.Gate)
            {
                _isOpen = true;
                if (!_isEnded)
                {
                    _owner.Opened();
                }
            }

            var sending = SendAsync(socket);
            await ReceiveAsync(socket).ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it was, the connection is lost; the reason tells.
            Lost(exception.Message, exception as RealtimeClientException);
        }
        finally
        {
            socket?.Dispose();
            _finished.TrySetResult();
        }
    }

    private void Lost(string reason, RealtimeClientException? error = null)
    {
        lock (_context.Gate)
        {
            End(CloseCodes.Lost, reason, CloseCodes.Silent, error);
        }
    }

    private async Task SendAsync(WebSocket socket)
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(_cancellation.Token).ConfigureAwait(false))
            {
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _cancellation.Token).ConfigureAwait(false);
            }

            var (code, reason) = _farewell;
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, _cancellation.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Lost(exception.Message);
        }
    }

    private async Task ReceiveAsync(WebSocket socket)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var length = 0; ;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), _cancellation.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    Closed(socket);
                    return;
                }

                length += part.Count;
                if (part.EndOfMessage)
                {
                    Receive(buffer.AsSpan(0, length).ToArray());
                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= _context.Options.Delivery.MaxFrameBytes)
        {
            throw new RealtimeClientException(RealtimeErrorCodes.TooLarge, $"The server sent a frame of more than {buffer.Length} bytes.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private void Receive(byte[] utf8)
    {
        // Parsed before the gate is taken: calls of the application need not wait for it.
        var frame = ServerFrame.Parse(utf8);
        lock (_context.Gate)
        {
            if (!_isEnded)
            {
                _silence.Heard();
                if (frame is not null)
                {
                    _owner.Received(frame);
                }
            }
        }
    }

    private void Closed(WebSocket socket)
    {
        lock (_context.Gate)
        {
            var code = (int?)socket.CloseStatus ?? CloseCodes.Lost;
            End(code, socket.CloseStatusDescription ?? "", CloseCodes.Normal);
        }
    }
}
