using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What a client does in groups and private conversations.</summary>
internal sealed partial class Session
{
    private Typing? _typing;

    private Actor Actor => new(UserId, _principal.IsService, _principal.IsAdmin);

    private void PublishToGroup(in ClientFrame frame)
    {
        var message = MessageOf(frame, MessageKind.Group);
        Publish(frame, LogId.Group(frame.GroupId!), message with
        {
            Mentions = frame.Mentions,
            TextMentions = TextMentions.Find(message.Data),
            OnBehalf = _principal.IsService,
        });
    }

    private void PublishPrivately(in ClientFrame frame)
    {
        if (TryFindConversation(frame, out var conversation))
        {
            Publish(frame, conversation, MessageOf(frame, MessageKind.Private));
        }
    }

    private void Publish(in ClientFrame frame, LogId conversation, Message message)
    {
        if (!_limits.TryTakeRoom(conversation.ToString(), out var retryAfter))
        {
            RefuseRate(frame.Id, "Too many messages for this conversation; slow down.", retryAfter);
            return;
        }

        BeginCall();
        _ = AnswerAsync(HoldAsync(conversation, message), frame.Id);
    }

    private void MarkRead(in ClientFrame frame)
    {
        if (TryFindConversation(frame, out var conversation))
        {
            Answer(frame.Id, MarkReadAsync(conversation, frame.Seq!.Value, frame.Id));
        }
    }

    private async Task MarkReadAsync(LogId conversation, long seq, string? id)
    {
        var read = await CallAsync(conversation, (seq, UserId, SessionId), static (grain, call) => grain.MarkReadAsync(call.UserId, call.seq, call.SessionId));
        Send(ReplyFrames.Read(id, read.Seq, read.Unread));
    }

    /// <summary>Who types goes on typing: told once in a while is enough, and what fails is not repeated.</summary>
    private void Type(in ClientFrame frame)
    {
        if (!TryFindConversation(frame, out var conversation))
        {
            return;
        }

        var now = _services.Time.GetTimestamp();
        if (conversation == _typing?.Conversation && _services.Time.GetElapsedTime(_typing.At, now) < _services.MessagingSettings.Value.TypingInterval)
        {
            Typed(frame.Id);
            return;
        }

        _typing = new Typing(conversation, now);
        Answer(frame.Id, TypeAsync(conversation, frame.Id));
    }

    private async Task TypeAsync(LogId conversation, string? id)
    {
        await Conversation(conversation).TypingAsync(UserId, SessionId);
        Typed(id);
    }

    private void Typed(string? id)
    {
        if (id is not null)
        {
            ReplyDone(id);
        }
    }

    private void Recall(in ClientFrame frame)
    {
        if (TryFindConversation(frame, out var conversation))
        {
            Answer(frame.Id, RecallAsync(conversation, frame.MessageId!, frame.Id));
        }
    }

    private async Task RecallAsync(LogId conversation, string messageId, string? id)
    {
        // With an id of its own a frame without one is safe to repeat here, too.
        var receipt = await CallAsync(
            conversation, (Actor, messageId, Id: id ?? NewId(), SessionId), static (grain, call) => grain.RecallAsync(call.Actor, call.messageId, call.Id, call.SessionId));
        Send(ReplyFrames.Published(id, receipt with { MessageId = messageId }));
    }

    private void AskPresence(in ClientFrame frame)
    {
        if (frame.RoomId is not { } roomId)
        {
            Answer(frame.Id, AskPresenceAsync(LogId.Group(frame.GroupId!), frame.Id));
        }
        else if (!_principal.IsService && !IsSubscribed(roomId))
        {
            SendError(frame.Id, RealtimeErrorCode.Forbidden, "Subscribe to the room first.");
        }
        else
        {
            Answer(frame.Id, AskRoomPresenceAsync(roomId, frame.Id));
        }
    }

    private async Task AskPresenceAsync(LogId conversation, string? id) =>
        Send(ReplyFrames.Presence(id, await CallAsync(conversation, Actor, static (grain, actor) => grain.GetPresenceAsync(actor))));

    private async Task AskRoomPresenceAsync(string roomId, string? id)
    {
        var status = await _services.Grains.GetGrain<IRoomGrain>(LogId.Room(roomId).ToString()).GetStatusAsync();
        var users = status.Gateways.SelectMany(gateway => gateway.Subscribers).Select(subscriber => subscriber.UserId).ToHashSet(StringComparer.Ordinal);
        string[] online = [.. users.Order(StringComparer.Ordinal).Take(ConversationPresence.MaxUsers)];
        Send(ReplyFrames.Presence(id, new ConversationPresence(online, users.Count, users.Count)));
    }

    private async Task ReadHistoryAsync(LogId conversation, HistoryQuery query, string? id) =>
        Send(ReplyFrames.History(id, conversation, await CallAsync(conversation, (Actor, query), static (grain, call) => grain.GetHistoryAsync(call.Actor, call.query))));

    /// <summary>The conversation that a frame names. Nobody has one with oneself.</summary>
    private bool TryFindConversation(in ClientFrame frame, out LogId conversation)
    {
        if (frame.GroupId is { } groupId)
        {
            conversation = LogId.Group(groupId);
            return true;
        }

        conversation = LogId.Private(UserId, frame.PeerUserId!);
        if (frame.PeerUserId != UserId)
        {
            return true;
        }

        SendError(frame.Id, RealtimeErrorCode.BadRequest, "A private conversation needs another user.");
        return false;
    }

    private IConversationGrain Conversation(LogId log) => _services.Grains.GetGrain<IConversationGrain>(log.ToString());

    /// <summary>A call that is safe to repeat, repeated while its fault is one that passes.</summary>
    private Task<TResult> CallAsync<TState, TResult>(LogId log, TState state, Func<IConversationGrain, TState, Task<TResult>> call) =>
        GrainRetry.RunAsync(
            _services.Time, _services.DeliverySettings.Value.AttachTimeout, (Grain: Conversation(log), state, call), static all => all.call(all.Grain, all.state));

    /// <summary>Counts a call that is under way, and answers its fault.</summary>
    private void Answer(string? id, Task answering)
    {
        BeginCall();
        _ = FinishAsync(id, answering);
    }

    private async Task FinishAsync(string? id, Task answering)
    {
        try
        {
            await answering;
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

    /// <summary>Where the client was last said to type, and when.</summary>
    private sealed record Typing(LogId Conversation, long At);
}
