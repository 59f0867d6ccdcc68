using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What a client sends to others.</summary>
internal sealed partial class Session
{
    // Null until the client publishes: most connections only listen.
    private HeldPublishes? _held;

    private void Publish(in ClientFrame frame)
    {
        if (!_principal.IsService && !IsSubscribed(frame.RoomId!))
        {
            SendError(frame.Id, RealtimeErrorCode.Forbidden, "Subscribe to the room first.");
            return;
        }

        if (!_limits.TryTakeRoom(frame.RoomId!, out var retryAfter))
        {
            RefuseRate(frame.Id, "Too many messages for this room; slow down.", retryAfter);
            return;
        }

        BeginCall();
        _ = AnswerAsync(HoldAsync(LogId.Room(frame.RoomId!), MessageOf(frame, MessageKind.Room)), frame.Id);
    }

    /// <summary>Publishes as soon as all that was read has been looked at: what came together makes one call for each target.</summary>
    private ValueTask<PublishReceipt> HoldAsync(LogId log, Message message) =>
        _services.Publisher.PublishAsync(log, message, CancellationToken.None, _held ??= new HeldPublishes());

    /// <summary>
    /// Lets go what is held. Never later than at the end of what was read, and before anything is waited for that may take long, or that a client expects behind what it published.
    /// </summary>
    private void Release()
    {
        if (_held is not { IsEmpty: false } held)
        {
            return;
        }

        // Answers that come during the call leave together.
        var flushes = Interlocked.Exchange(ref _flushing, 1) == 0;
        _services.Publisher.Release(held);
        if (flushes)
        {
            Volatile.Write(ref _flushing, 0);
            _socket.Flush();
        }
    }

    private async Task AnswerAsync(ValueTask<PublishReceipt> publishing, string? id)
    {
        try
        {
            var receipt = await publishing;
            if (receipt.Error != RealtimeErrorCode.None)
            {
                SendError(id, receipt.Error, receipt.ErrorMessage ?? "The message was not stored.");
            }
            else if (id is not null)
            {
                SendSoon(ReplyFrames.Published(id, receipt), more: Volatile.Read(ref _calls) > 1);
            }
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

    private void SendToUsers(in ClientFrame frame)
    {
        if (!_principal.IsService && !_services.MessagingSettings.Value.AllowUserToUser)
        {
            SendError(frame.Id, RealtimeErrorCode.Forbidden, "Only services may send to users.");
            return;
        }

        var targets = frame.TargetIds!;
        var message = MessageOf(frame, MessageKind.User);
        var publishing = new Task<PublishReceipt>[targets.Count];
        BeginCall(targets.Count);
        for (var i = 0; i < publishing.Length; i++)
        {
            publishing[i] = HoldAsync(LogId.Inbox(targets[i]), message).AsTask();
        }

        _ = AnswerAsync(targets, publishing, frame.Id);
    }

    private async Task AnswerAsync(IReadOnlyList<string> targets, Task<PublishReceipt>[] publishing, string? id)
    {
        try
        {
            var results = new UserResult[publishing.Length];
            var failed = 0;
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = new UserResult(targets[i], await publishing[i]);
                failed = results[i].Receipt.Error == RealtimeErrorCode.None ? failed : i + 1;
            }

            if (id is not null)
            {
                Send(ReplyFrames.UserResults(id, results));
            }
            else if (failed > 0)
            {
                var receipt = results[failed - 1].Receipt;
                SendError(id: null, receipt.Error, receipt.ErrorMessage ?? "The message was not stored.");
            }
        }
        catch (Exception e)
        {
            SendFault(id, e);
        }
        finally
        {
            EndCall(publishing.Length);
        }
    }

    private void Broadcast(in ClientFrame frame)
    {
        if (!_principal.IsService)
        {
            SendError(frame.Id, RealtimeErrorCode.Forbidden, "Only services may broadcast.");
            return;
        }

        var message = MessageOf(frame, MessageKind.Broadcast) with { CreatedAtUnixMs = _services.Time.GetUtcNow().ToUnixTimeMilliseconds() };
        BeginCall();
        _ = BroadcastAsync(message, frame.Id);
    }

    private async Task BroadcastAsync(Message message, string? id)
    {
        try
        {
            var result = await _services.Broadcaster.BroadcastAsync(message, CancellationToken.None);
            if (result.Gateways == 0)
            {
                SendError(id, RealtimeErrorCode.Unavailable, "No gateway took the broadcast.");
            }
            else if (id is not null)
            {
                Send(ReplyFrames.Broadcast(id, result.Gateways, result.Connections));
            }
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

    private Message MessageOf(in ClientFrame frame, MessageKind kind) => new()
    {
        Id = MessageIds.New(),
        Kind = kind,
        SenderId = UserId,
        OriginSessionId = SessionId,
        Echo = EchoPolicy.ExceptOrigin,
        ClientId = frame.Id,
        Priority = kind is MessageKind.User or MessageKind.Broadcast ? frame.Priority : MessagePriority.Normal,
        TraceParent = frame.Trace,
        Data = frame.CopyData(),
    };
}
