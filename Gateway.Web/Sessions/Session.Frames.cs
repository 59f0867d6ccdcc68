using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What a client's frames do.</summary>
internal sealed partial class Session
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private int _malformed;
    private int _calls;
    private TaskCompletionSource? _room;

    /// <inheritdoc />
    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8Json)
    {
        if (!_announced)
        {
            return AfterOpeningAsync(utf8Json);
        }

        var decision = TakeFromRate(out var retryAfter);
        if (decision == RateLimitDecision.Close)
        {
            return ValueTask.CompletedTask;
        }

        if (!_services.Parser.TryParse(utf8Json, out var frame, out var error))
        {
            OnResumeWaitOver();
            Refuse(error);
            return ValueTask.CompletedTask;
        }

        _malformed = 0;
        if (decision == RateLimitDecision.Refused)
        {
            RefuseRate(frame.Id, "Too many frames; slow down.", retryAfter);
            return ValueTask.CompletedTask;
        }

        if (!frame.IsPublish)
        {
            Release();
        }

        return frame.Type < ClientFrameType.StreamPublish ? DispatchAsync(frame) : DispatchStreamAsync(utf8Json.Span, frame.Type, frame.Id);
    }

    /// <inheritdoc />
    public void OnReadEnd() => Release();

    /// <inheritdoc />
    public bool OnClientPing() => TakeFromRate(out _) == RateLimitDecision.Allowed;

    /// <summary>Counts a frame of the client. One that goes on above its rate is closed here.</summary>
    private RateLimitDecision TakeFromRate(out TimeSpan retryAfter)
    {
        var decision = _limits.TryTake(out retryAfter);
        if (decision == RateLimitDecision.Close)
        {
            _socket.Close(CloseCodes.RateLimited, "The rate was exceeded for too long.");
        }

        return decision;
    }

    private async ValueTask AfterOpeningAsync(ReadOnlyMemory<byte> utf8Json)
    {
        await _opening;
        if (_announced)
        {
            await OnMessageAsync(utf8Json);
        }
    }

    private void Refuse(ParseError error)
    {
        SendError(error.Id, RealtimeErrorCode.BadRequest, error.Message);
        _malformed = error.Malformed ? _malformed + 1 : 0;
        if (_malformed >= _services.Options.MaxMalformedFrames)
        {
            _socket.Close(CloseCodes.PolicyViolation, "Too many malformed frames.");
        }
    }

    /// <summary>Refusals come in floods: they go out together. A wait of less than a millisecond is told as one, since 0 would say 'now'.</summary>
    private void RefuseRate(string? id, string message, TimeSpan retryAfter)
    {
        _services.Statistics.ErrorSent();
        SendSoon(
            ServerFrames.Error(id, RealtimeErrorCode.RateLimited, message, retryAfter > ShortestWait ? retryAfter : ShortestWait),
            more: true);
    }

    private ValueTask DispatchAsync(in ClientFrame frame)
    {
        if (frame.Type == ClientFrameType.Resume)
        {
            return ResumeAsync(frame);
        }

        if (_phase == ReplayPhase.Held)
        {
            OnResumeWaitOver();
        }

        if (IsPending(frame.RoomId, out var pending))
        {
            Release();
            return AfterAsync(pending, frame);
        }

        switch (frame.Type)
        {
            case ClientFrameType.Room:
                Publish(frame);
                break;
            case ClientFrameType.Subscribe:
                Subscribe(frame);
                break;
            case ClientFrameType.Unsubscribe:
                Unsubscribe(frame);
                break;
            case ClientFrameType.User:
                SendToUsers(frame);
                break;
            case ClientFrameType.Broadcast:
                Broadcast(frame);
                break;
            case ClientFrameType.Ack:
                Acknowledge(frame);
                break;
            case ClientFrameType.History:
                ReadHistory(frame);
                break;
            case ClientFrameType.Group:
                PublishToGroup(frame);
                break;
            case ClientFrameType.Private:
                PublishPrivately(frame);
                break;
            case ClientFrameType.Read:
                MarkRead(frame);
                break;
            case ClientFrameType.Typing:
                Type(frame);
                break;
            case ClientFrameType.Recall:
                Recall(frame);
                break;
            case ClientFrameType.Presence:
                AskPresence(frame);
                break;
            case ClientFrameType.Auth:
                return AuthenticateAsync(frame.Id, frame.Token!);
            case ClientFrameType.Ping:
                SendSoon(ServerFrames.Pong(frame.Id), more: false);
                break;
            default:
                SendError(frame.Id, RealtimeErrorCode.BadRequest, "Unknown type.");
                break;
        }

        return Volatile.Read(ref _calls) < _services.Options.MaxInFlight ? ValueTask.CompletedTask : WaitForCallsAsync();
    }

    /// <summary>The room of the frame is being joined or left: this frame, and all behind it, wait. Their memory is held meanwhile.</summary>
    private async ValueTask AfterAsync(Task pending, ClientFrame frame)
    {
        await pending;
        await DispatchAsync(frame);
    }

    private async ValueTask AuthenticateAsync(string? id, string token)
    {
        var outcome = await _services.Authenticator.AuthenticateTokenAsync(token);
        if (outcome.Principal is not { } principal)
        {
            _services.Statistics.ErrorSent();
            Send(ServerFrames.Error(id, ErrorCodes.Unauthorized, outcome.Failure ?? "The token was refused."));
        }
        else if (principal.UserId != UserId)
        {
            SendError(id, RealtimeErrorCode.Forbidden, "The token is another user's.");
        }
        else
        {
            _principal = principal;
            ReplyDone(id);
            EndStreamsIfRefused();
        }
    }

    private void Acknowledge(in ClientFrame frame)
    {
        var inbox = _inbox!;
        var held = inbox.Audience.PositionOf(inbox);
        var position = new LogPosition(frame.Seq!.Value, frame.Epoch ?? inbox.Head.Epoch);
        if (position.Epoch == held.Epoch && position.Seq <= held.Seq)
        {
            lock (_gate)
            {
                Confirm(inbox, position);
            }

            Record();
        }

        BeginCall();
        _ = AcknowledgeAsync(inbox, position, frame.Id);
    }

    private async Task AcknowledgeAsync(Subscription inbox, LogPosition position, string? id)
    {
        try
        {
            if (position.Seq <= inbox.Audience.Position)
            {
                await _services.Confirmations.ConfirmAsync(inbox.Audience, position);
            }
            else
            {
                // Not sent by this gateway: the inbox itself must judge it, apart from what others confirm.
                await ((InboxOwner)inbox.Audience.Owner).AcknowledgeAsync(position);
            }

            ReplyDone(id);
        }
        catch (Exception e)
        {
            SendFault(id, e);
        }
        finally
        {
            EndCall();
        }
    }

    private void ReadHistory(in ClientFrame frame)
    {
        var query = new HistoryQuery(frame.AfterSeq, frame.BeforeSeq, frame.Limit);
        if (frame.RoomId is not { } roomId)
        {
            if (TryFindConversation(frame, out var conversation))
            {
                Answer(frame.Id, ReadHistoryAsync(conversation, query, frame.Id));
            }

            return;
        }

        if (!_principal.IsService && !IsSubscribed(roomId))
        {
            SendError(frame.Id, RealtimeErrorCode.Forbidden, "Subscribe to the room first.");
            return;
        }

        BeginCall();
        _ = ReadRoomHistoryAsync(LogId.Room(roomId), query, frame.Id);
    }

    private async Task ReadRoomHistoryAsync(LogId log, HistoryQuery query, string? id)
    {
        try
        {
            Send(ReplyFrames.History(id, log, await _services.Audiences.OwnerOf(log).ReadAsync(query)));
        }
        catch (Exception e)
        {
            SendFault(id, e);
        }
        finally
        {
            EndCall();
        }
    }

    private void BeginCall(int weight = 1) => Interlocked.Add(ref _calls, weight);

    private void EndCall(int weight = 1)
    {
        if (Interlocked.Add(ref _calls, -weight) < _services.Options.MaxInFlight && Volatile.Read(ref _room) is { } room)
        {
            room.TrySetResult();
        }
    }

    /// <summary>Too much is in flight: nothing more is read until it is less.</summary>
    private async ValueTask WaitForCallsAsync()
    {
        Release();
        while (true)
        {
            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _room, room);
            if (Volatile.Read(ref _calls) < _services.Options.MaxInFlight)
            {
                Volatile.Write(ref _room, null);
                return;
            }

            await room.Task;
        }
    }
}
