using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Subscribing and unsubscribing.</summary>
internal sealed partial class Session
{
    // Null until there is one: most connections of an inbox-only application never have a room.
    private Dictionary<string, Subscription>? _rooms;
    private List<LogId>? _removed;
    private Subscription? _inbox;

    private Subscription? FindRoom(string roomId)
    {
        lock (_gate)
        {
            return _rooms?.GetValueOrDefault(roomId);
        }
    }

    private bool IsSubscribed(string roomId) => FindRoom(roomId) is { State: not SubscriptionState.Ended };

    private void AddRoom(string roomId, Subscription subscription)
    {
        lock (_gate)
        {
            (_rooms ??= new(1))[roomId] = subscription;
            _removed?.Remove(subscription.Audience.Log);
        }
    }

    private void RemoveRoom(string roomId, Subscription subscription, bool forSession = true)
    {
        lock (_gate)
        {
            if (_rooms?.GetValueOrDefault(roomId) == subscription)
            {
                _rooms.Remove(roomId);
                if (forSession)
                {
                    (_removed ??= []).Add(subscription.Audience.Log);
                }
            }
        }
    }

    /// <summary>Whether the room is being joined or left: frames that name it must wait.</summary>
    private bool IsPending(string? roomId, out Task pending)
    {
        pending = roomId is null || _rooms is null ? Task.CompletedTask : FindRoom(roomId)?.Pending ?? Task.CompletedTask;
        return !pending.IsCompleted;
    }

    private void Subscribe(in ClientFrame frame)
    {
        var roomId = frame.RoomId!;
        var known = FindRoom(roomId);
        if (known is null && RoomCount >= _services.Options.MaxRooms)
        {
            SendError(frame.Id, RealtimeErrorCode.Forbidden, $"A connection may subscribe to at most {_services.Options.MaxRooms} rooms.");
            return;
        }

        LogPosition? since = frame.SinceSeq is { } seq ? new LogPosition(seq, frame.Epoch) : null;
        if (known is not null && since is not null)
        {
            // From another position: a new subscription in place of the old one.
            _ = _services.Links.LeaveAsync(known, tellOwner: false);
            known = null;
        }

        var subscription = known ?? _services.Audiences.Add(LogId.Room(roomId), this);
        if (known is null)
        {
            AddRoom(roomId, subscription);
        }

        BeginCall();
        subscription.Pending = SubscribeAsync(roomId, subscription, isNew: known is null, since, frame.Id);
    }

    private int RoomCount
    {
        get
        {
            lock (_gate)
            {
                return _rooms?.Count ?? 0;
            }
        }
    }

    private async Task SubscribeAsync(string roomId, Subscription subscription, bool isNew, LogPosition? since, string? id)
    {
        try
        {
            var result = await _services.Links.JoinRoomAsync(subscription);
            var head = new LogPosition(result.LastSeq, result.Epoch);
            Send(ReplyFrames.Subscribed(id, head.Seq, head.Epoch!, result.Members));

            if (isNew)
            {
                subscription.Head = head;
                subscription.Confirmed = since ?? head;
                Start(subscription, since ?? head, firstPage: null);
                Record();
            }
        }
        catch (Exception e)
        {
            if (isNew)
            {
                RemoveRoom(roomId, subscription);
                await _services.Links.LeaveAsync(subscription, tellOwner: true);
            }

            SendFault(id, e);
        }
        finally
        {
            EndCall();
        }
    }

    private void Unsubscribe(in ClientFrame frame)
    {
        if (FindRoom(frame.RoomId!) is not { } subscription)
        {
            ReplyDone(frame.Id);
            return;
        }

        BeginCall();
        subscription.Pending = UnsubscribeAsync(frame.RoomId!, subscription, frame.Id);
    }

    private async Task UnsubscribeAsync(string roomId, Subscription subscription, string? id)
    {
        try
        {
            // Nothing more is delivered from here on; the room stays in the table until its owner knows, so that a
            // subscribe behind this does not overtake it.
            await _services.Links.LeaveAsync(subscription, tellOwner: true);
        }
        finally
        {
            RemoveRoom(roomId, subscription);
            Record();
            ReplyDone(id);
            EndCall();
        }
    }

    private void ReplyDone(string? id) => Send(ReplyFrames.Done(id));
}
