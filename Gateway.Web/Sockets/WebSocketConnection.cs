namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// One client's WebSocket. At rest it is this object, its reader and one pending read: no buffer, no timer, no task for sending.
/// </summary>
/// <remarks>
/// The receiving side is <see cref="RunAsync"/>, which also is the one owner of the end. The sending side has no loop of its own:
/// whoever flushes writes what waits, and only a write that does not complete at once goes on in a continuation.
/// </remarks>
internal sealed partial class WebSocketConnection : WheelEntry
{
    private readonly SocketServices _services;
    private readonly SocketTransport _transport;
    private readonly WebSocketFrameReader _reader;
    private readonly bool _compression;

    // Also the lock of everything about sending and closing.
    private readonly OutboundQueue _queue = new();

    private ISocketHandler? _handler;
    private SocketClosure _closure;
    private volatile SocketPhase _phase;

    internal WebSocketConnection(SocketServices services, SocketTransport transport, bool compression, ReadOnlySpan<byte> received)
    {
        _services = services;
        _transport = transport;
        _compression = compression;
        _reader = new WebSocketFrameReader(services.Options.MaxMessageBytes, compression);
        if (!received.IsEmpty)
        {
            received.CopyTo(_reader.GetMemory(received.Length).Span);
            _reader.Advance(received.Length);
            services.Metrics.Received(0, received.Length);
        }
    }

    /// <summary>Whether frames are still taken.</summary>
    public bool IsOpen => _phase == SocketPhase.Open;

    /// <summary>Whether <c>permessage-deflate</c> was agreed.</summary>
    public bool Compression => _compression;

    /// <summary>Frames that wait to be sent.</summary>
    public int QueuedFrames => _queue.Count;

    /// <summary>Bytes that wait to be sent, before compression.</summary>
    public long QueuedBytes => _queue.Bytes;

    /// <summary>Whether everything that was queued was written.</summary>
    public bool HasWrittenAll
    {
        get
        {
            lock (_queue)
            {
                return !_sending && _queue.Count == 0;
            }
        }
    }

    /// <summary>
    /// Closes: what is queued goes out first, then the close frame; the client has <see cref="SocketOptions.CloseTimeout"/> from now
    /// on for all of it and its own close frame. Messages that still come are discarded.
    /// </summary>
    /// <returns>False when the socket was closing already: the first one decides the code.</returns>
    public bool Close(int code, string reason = "")
    {
        lock (_queue)
        {
            if (_phase != SocketPhase.Open)
            {
                return false;
            }

            BeginClose(SocketCloseInitiator.Server, code, reason, _services.Options.CloseTimeout);
        }

        Flush();
        return true;
    }

    /// <summary>Drops the connection without a close frame. What is queued is lost.</summary>
    public void Abort(Exception? exception = null)
    {
        lock (_queue)
        {
            if (_phase == SocketPhase.Aborted)
            {
                return;
            }

            if (_phase == SocketPhase.Open)
            {
                _closure = new SocketClosure(SocketCloseInitiator.Abort, CloseCodes.Abnormal, string.Empty, exception);
            }

            _phase = SocketPhase.Aborted;
            _queue.Clear();
        }

        _transport.Abort();
    }

    // The lock is held.
    private void BeginClose(SocketCloseInitiator initiator, int code, string reason, TimeSpan timeout)
    {
        _closure = new SocketClosure(initiator, code, reason, Exception: null);
        _deadline = _services.Wheel.Now + (long)timeout.TotalMilliseconds;
        _phase = SocketPhase.Closing;
        _queue.Enqueue(OutboundFrame.Close(code, reason));
        _services.Wheel.Schedule(this, _deadline);
        LogClosing(_services.Logger, initiator, code, reason);
    }
}
