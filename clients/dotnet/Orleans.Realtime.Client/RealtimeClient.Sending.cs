using System.Text.Json;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Receiving;
using Orleans.Realtime.Client.Sending;

namespace Orleans.Realtime.Client;

// What is sent, and answered.
public sealed partial class RealtimeClient
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    /// <summary>Subscribes to a room until <see cref="UnsubscribeAsync"/>, over all connections. Subscribing twice does nothing but answer, or begins anew with <see cref="SubscribeOptions.Since"/>.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public async Task<RoomSubscription> SubscribeAsync(string roomId, SubscribeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(roomId);
        var logs = Session.Inflow.Logs;
        Log log;
        bool isKnown;
        lock (_context.Gate)
        {
            isKnown = logs.Find(RealtimeLog.Room, roomId) is not null;
            log = logs.Find(RealtimeLog.Room, roomId) ?? logs.Add(RealtimeLog.Room, roomId);
            if (options?.Since is { } since)
            {
                log.Reset(since.Seq, since.Epoch);
            }
        }

        RoomSubscription? subscription = null;
        try
        {
            await SendAsync(
                new Request
                {
                    Type = "subscribe",
                    Options = options,
                    Lane = log.Lane,
                    Fields = writer =>
                    {
                        writer.WriteString("room_id"u8, roomId);
                        writer.WriteOptional("since_seq"u8, options?.Since?.Seq);
                        writer.WriteOptional("epoch"u8, options?.Since?.Epoch);
                    },
                    OnReply = reply =>
                    {
                        subscription = new RoomSubscription(reply.Root.Number("last_seq") ?? 0, reply.Epoch ?? "", reply.Root.Number("members") ?? 0);
                        log.Begin(subscription.LastSeq, reply.Epoch);
                    },
                },
                cancellationToken).ConfigureAwait(false);
            return subscription!;
        }
        catch
        {
            lock (_context.Gate)
            {
                if (!isKnown && logs.Find(RealtimeLog.Room, roomId) == log)
                {
                    logs.Remove(RealtimeLog.Room, roomId);
                }
            }

            throw;
        }
    }

    /// <summary>Nothing of the room is heard any more from this call on.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's.</exception>
    public Task UnsubscribeAsync(string roomId, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(roomId);
        lock (_context.Gate)
        {
            Session.Inflow.Logs.Remove(RealtimeLog.Room, roomId);
        }

        return SendAsync(
            new Request { Type = "unsubscribe", Options = options, Lane = Log.LaneOf(RealtimeLog.Room, roomId), Fields = writer => writer.WriteString("room_id"u8, roomId) },
            cancellationToken);
    }

    /// <summary>Publishes in a room that is subscribed to (or any, with role <c>service</c>). Done when it is stored.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public Task<PublishResult> PublishAsync(string roomId, JsonPayload data, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync("room", ChatTarget.Room(roomId), options, writer =>
        {
            writer.WriteString("room_id"u8, roomId);
            writer.WritePayload("data"u8, data);
        }, cancellationToken);

    /// <summary>Sends to a group whose member one is. Done when it is stored.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public Task<PublishResult> SendToGroupAsync(string groupId, JsonPayload content, GroupPublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync("group", ChatTarget.Group(groupId), options, writer =>
        {
            writer.WriteString("group_id"u8, groupId);
            writer.WritePayload("content"u8, content);
            writer.WriteOptional("mentions"u8, options?.Mentions);
        }, cancellationToken);

    /// <summary>Sends to one user. Done when it is stored.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public Task<PublishResult> SendPrivatelyAsync(string toUserId, JsonPayload content, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync("private", ChatTarget.User(toUserId), options, writer =>
        {
            writer.WriteString("to_user_id"u8, toUserId);
            writer.WritePayload("content"u8, content);
        }, cancellationToken);

    /// <summary>
    /// Puts a message into the inboxes of 1 to 1,000 users. Needs role <c>service</c>, unless the server lets users do it. One result for each user, some of which may
    /// hold an error.
    /// </summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public async Task<IReadOnlyList<UserResult>> SendToUsersAsync(
        IReadOnlyCollection<string> userIds, JsonPayload data, PriorityPublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        var reply = await SendAsync(
            new Request
            {
                Type = "user",
                Options = options,
                Lane = "users",
                Fields = writer =>
                {
                    writer.WriteOptional("target_ids"u8, userIds);
                    WriteMessage(writer, data, options);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. reply.Root.Objects("results").Select(result => new UserResult(result.Text("user_id") ?? "", result.Number("seq"), result.IsTrue("online"), result.Text("error"))),
        ];
    }

    /// <summary>Sends to every live connection. Needs role <c>service</c>. Kept nowhere, and not repeated: <c>connection_lost</c> means that nobody knows.</summary>
    /// <exception cref="RealtimeClientException">The server's refusal, or the client's; <see cref="RealtimeClientException.MaybeStored"/>.</exception>
    public async Task<BroadcastResult> BroadcastAsync(JsonPayload data, PriorityPublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(
            new Request { Type = "broadcast", Options = options, OnLoss = LossPolicy.Fail, Fields = writer => WriteMessage(writer, data, options) },
            cancellationToken).ConfigureAwait(false);
        return new BroadcastResult(reply.Root.Number("gateways") ?? 0, reply.Root.Number("connections") ?? 0);
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    internal async Task<ServerFrame> SendAsync(Request request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Options?.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > LongestTimeout))
        {
            throw new ArgumentOutOfRangeException(nameof(request), timeout, "A time-out lies between 1 ms and 24 hours.");
        }

        var answer = new TaskCompletionSource<ServerFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        request.OnReply += reply => answer.TrySetResult(reply);
        request.OnFailure += error => answer.TrySetException(error);
        lock (_context.Gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Session.Outbox.Add(request);
        }

        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (client, request) = ((RealtimeClient, Request))state!;
                lock (client._context.Gate)
                {
                    client.Session.Outbox.Cancel(request, token);
                }
            },
            (this, request));
        return await answer.Task.ConfigureAwait(false);
    }

    private static void WriteMessage(Utf8JsonWriter writer, JsonPayload data, PriorityPublishOptions? options)
    {
        writer.WritePayload("data"u8, data);
        writer.WriteOptional("trace"u8, options?.Trace);
        if (options?.HighPriority == true)
        {
            writer.WriteString("priority"u8, "high"u8);
        }
    }

    private static PublishResult Stored(ServerFrame reply) => new(reply.Root.Text("message_id") ?? "", reply.Seq, reply.CreatedAt);

    private async Task<PublishResult> PublishAsync(string type, ChatTarget target, PublishOptions? options, Action<Utf8JsonWriter> fields, CancellationToken cancellationToken)
    {
        PublishResult? result = null;
        await SendAsync(
            new Request
            {
                Type = type,
                Options = options,
                Lane = Log.LaneOf(target.Log, target.Id),
                Fields = writer =>
                {
                    fields(writer);
                    writer.WriteOptional("trace"u8, options?.Trace);
                },
                OnReply = reply =>
                {
                    result = Stored(reply);
                    Session.Inflow.Own(target.Log, target.Id, result.MessageId, result.Seq);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return result!;
    }
}
