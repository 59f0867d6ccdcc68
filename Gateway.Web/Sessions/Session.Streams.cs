using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What a client does with streams. None of it belongs to the session: it ends with the connection.</summary>
internal sealed partial class Session : IStreamTarget
{
    // Null until there is a frame about streams: most connections never send one.
    private ConnectionStreams? _streams;

    private ConnectionStreams? Streams => Volatile.Read(ref _streams);

    /// <inheritdoc />
    public async ValueTask<bool> WaitUntilWrittenAsync()
    {
        while (_socket.IsOpen)
        {
            if (_socket.HasWrittenAll)
            {
                return true;
            }

            await _services.Time.DelayAsync(RoomPoll);
        }

        return false;
    }

    /// <inheritdoc />
    void IStreamTarget.BeginCall() => BeginCall();

    /// <inheritdoc />
    void IStreamTarget.EndCall() => EndCall();

    /// <inheritdoc />
    void IStreamTarget.Reply(ReadOnlySpan<byte> frame, bool more) => SendSoon(frame, more);

    /// <inheritdoc />
    void IStreamTarget.Refuse(string? id, RealtimeErrorCode code, string message) => SendError(id, code, message);

    /// <inheritdoc />
    void IStreamTarget.Ended(string stream, string group, RealtimeErrorCode code, string message) => Send(StreamFrames.Ended(stream, group, code, message));

    /// <inheritdoc />
    void IStreamTarget.Fail(string? id, Exception fault) => SendFault(id, fault);

    private ValueTask DispatchStreamAsync(ReadOnlySpan<byte> utf8Json, ClientFrameType type, string? id)
    {
        if (_phase == ReplayPhase.Held)
        {
            OnResumeWaitOver();
        }

        if (!_services.Streams.Access.Admits(_principal))
        {
            SendError(id, RealtimeErrorCode.Forbidden, StreamAccess.Refusal);
        }
        else if (!_services.Streams.Parser.TryParse(utf8Json, type, id, out var frame, out var fault))
        {
            Refuse(new ParseError(Malformed: false, fault!, id));
        }
        else if (type == ClientFrameType.StreamPublish && !_limits.TryTakeRoom("stream/" + frame.Stream, out var retryAfter))
        {
            RefuseRate(id, "Too many messages for this stream; slow down.", retryAfter);
        }
        else if (OpenStreams() is { } streams)
        {
            return AfterHandlingAsync(streams.HandleAsync(frame));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>With fresh credentials the client may have lost its role: then what it began with streams ends, and it is told.</summary>
    private void EndStreamsIfRefused()
    {
        if (Streams is not { } streams || _services.Streams.Access.Admits(_principal))
        {
            return;
        }

        Volatile.Write(ref _streams, null);
        streams.End();
        SendError(id: null, RealtimeErrorCode.Forbidden, StreamAccess.Refusal);
    }

    private async ValueTask AfterHandlingAsync(ValueTask handling)
    {
        await handling;
        if (Volatile.Read(ref _calls) >= _services.Options.MaxInFlight)
        {
            await WaitForCallsAsync();
        }
    }

    /// <summary>None when the connection has ended: nobody would end them.</summary>
    private ConnectionStreams? OpenStreams()
    {
        if (_streams is null)
        {
            lock (_gate)
            {
                if (_ending is not null)
                {
                    return null;
                }

                Volatile.Write(ref _streams, new ConnectionStreams(_services.Streams, this));
            }
        }

        return _streams;
    }
}
