namespace Orleans.Realtime.Gateway.Web.Sockets;

internal sealed partial class WebSocketConnection
{
    /// <summary>
    /// Receives until the WebSocket has ended, tells the handler so, once, and ends the connection. Does not throw. Call it once; frames may be
    /// enqueued before.
    /// </summary>
    public async Task<SocketClosure> RunAsync(ISocketHandler handler)
    {
        _handler = handler;
        _services.Metrics.Opened();
        StartTiming();
        try
        {
            while (true)
            {
                if (_phase != SocketPhase.Open)
                {
                    _reader.Discard();
                }

                var read = _reader.Read();
                if (read.Kind == SocketReadKind.NeedBytes)
                {
                    handler.OnReadEnd();
                    Flush();
                    _reader.ReleaseIfEmpty();
                    await _transport.ReadAsync(Memory<byte>.Empty);

                    // An abort ends the wait, but must not let the next read begin.
                    var count = _phase == SocketPhase.Aborted ? 0 : await _transport.ReadAsync(_reader.GetMemory());
                    if (count == 0)
                    {
                        OnPeerEnded();
                        break;
                    }

                    if (count > 0)
                    {
                        Advance(count);
                    }
                }
                else if (read.Kind == SocketReadKind.Text)
                {
                    try
                    {
                        await handler.OnMessageAsync(read.Payload);

                        // While the handler works, nothing is read: that is no silence of the client.
                        Volatile.Write(ref _lastReceived, _services.Wheel.Now);
                    }
                    catch (Exception exception)
                    {
                        LogHandlerFailed(_services.Logger, exception);
                        Close(CloseCodes.InternalError, "internal error");
                    }
                }
                else if (!OnControl(handler, read))
                {
                    break;
                }
            }
        }
        catch (Exception exception)
        {
            LogReceiveFailed(_services.Logger, exception);
            Abort(exception);
        }

        await EndAsync(handler);
        return _closure;
    }

    private void Advance(int count)
    {
        _reader.Advance(count);
        Volatile.Write(ref _lastReceived, _services.Wheel.Now);
        _services.Metrics.Received(_reader.TakeFrameCount(), count);
    }

    // False when the peer has closed.
    private bool OnControl(ISocketHandler handler, SocketRead read)
    {
        switch (read.Kind)
        {
            case SocketReadKind.Ping:
                if (handler.OnClientPing())
                {
                    TryEnqueue(OutboundFrame.Pong(read.Payload.Span));
                }

                break;
            case SocketReadKind.Pong:
                OnPong(handler, read.Payload.Span);
                break;
            case SocketReadKind.Violation:
                Close(read.Code, read.Reason);
                break;
            default:
                OnPeerClose(read.Code, read.Reason);
                return false;
        }

        return true;
    }

    private void OnPeerClose(int code, string reason)
    {
        lock (_queue)
        {
            if (_phase == SocketPhase.Open)
            {
                // Nobody would read what waits.
                _queue.Clear();
                BeginClose(SocketCloseInitiator.Client, code, string.Empty, _services.Options.CloseTimeout);
                _closure = _closure with { Reason = reason };
            }
        }

        Flush();
    }

    // Where our close frame is on its way to a client that only stopped sending, dropping the connection could take it back.
    private void OnPeerEnded()
    {
        if (_phase == SocketPhase.Open)
        {
            Abort();
        }
    }

    private async Task EndAsync(ISocketHandler handler)
    {
        handler.OnReadEnd();

        // The wheel still watches: a peer that does not read its close frame, or does not end, is aborted at the deadline.
        await SendingEndedAsync();
        lock (_queue)
        {
            _queue.Clear();
        }

        _services.Metrics.Received(_reader.TakeFrameCount(), 0);
        _reader.Release();
        _services.Metrics.Closed(_closure.Code);
        handler.OnClosed(_closure);
        try
        {
            if (_phase == SocketPhase.Closing)
            {
                await _transport.EndAsync();
            }
        }
        catch (Exception exception)
        {
            LogReceiveFailed(_services.Logger, exception);
        }

        _services.Wheel.Remove(this);
        _phase = SocketPhase.Aborted;
        try
        {
            await _transport.DisposeAsync();
        }
        catch (Exception exception)
        {
            LogReceiveFailed(_services.Logger, exception);
        }
    }
}
