using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Publishing to one user, to many, to all.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events").Require(Access.Service);
        events.MapPost(string.Empty, PublishAsync)
            .Describe("publishEvent", "Sends an event to one user, now or on the user's return.")
            .Takes<EventRequest>().Gives<EventReceipt>();
        events.MapPost("/batch", PublishBatchAsync)
            .Describe("publishEventBatch", "Sends one event to up to 1,000 users; each has a result of its own.")
            .Takes<BatchRequest>().Gives<BatchReceipt>();
        events.MapPost("/broadcast", BroadcastAsync)
            .Describe("broadcastEvent", "Sends an event to every live connection of every gateway; it is stored nowhere.")
            .Takes<BroadcastRequest>().Gives<BroadcastReceipt>();
    }

    private static async Task<IResult> PublishAsync(HttpContext context, RequestReader requests, IMessagePublisher publisher)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.UserId | PublishFields.Type | PublishFields.Priority);
        refused ??= CheckType(body.Type);
        if (refused is not null)
        {
            return refused;
        }

        if (!Identifiers.IsUserId(body.UserId))
        {
            return ProblemResult.BadRequest(UserIdRule("user_id"));
        }

        return Answer(await SendAsync(context, body.UserId!, body, publisher));
    }

    /// <summary>Sends an event whose type was checked.</summary>
    public static ValueTask<PublishReceipt> SendAsync(HttpContext context, string userId, PublishBody body, IMessagePublisher publisher) =>
        publisher.PublishAsync(LogId.Inbox(userId), EventOf(body), context.RequestAborted);

    /// <summary>Answers what became of an event.</summary>
    public static IResult Answer(PublishReceipt receipt) => receipt.Error == RealtimeErrorCode.None
        ? ApiJson.Ok(new EventReceipt(receipt.MessageId, receipt.LiveOnly ? null : receipt.Seq, receipt.Online, receipt.LiveOnly ? false : null))
        : ProblemResult.Of(receipt);

    private static async Task<IResult> PublishBatchAsync(HttpContext context, RequestReader requests, IMessagePublisher publisher)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.UserIds | PublishFields.Type | PublishFields.Priority);
        refused ??= CheckType(body.Type);
        if (refused is not null)
        {
            return refused;
        }

        if (body.UserIds is not { Count: > 0 } users)
        {
            return ProblemResult.BadRequest("'user_ids' is missing or empty.");
        }

        // One pass: every publish is under way before the first is awaited. A user named twice gets the event once.
        var publishes = new Dictionary<string, Task<PublishReceipt>>(users.Count, StringComparer.Ordinal);
        foreach (var user in users)
        {
            if (!publishes.ContainsKey(user))
            {
                publishes.Add(user, StartAsync(user));
            }
        }

        await Task.WhenAll(publishes.Values);
        var results = new BatchResult[users.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var receipt = await publishes[users[i]];
            results[i] = new BatchResult(
                users[i],
                receipt.MessageId,
                receipt.LiveOnly ? null : receipt.Seq,
                receipt.Online,
                receipt.Error == RealtimeErrorCode.None ? null : receipt.Error.ToWire(),
                receipt.LiveOnly ? false : null);
        }

        return ApiJson.Ok(new BatchReceipt(results));

        Task<PublishReceipt> StartAsync(string user)
        {
            var message = EventOf(body);
            return Identifiers.IsUserId(user)
                ? publisher.PublishAsync(LogId.Inbox(user), message, context.RequestAborted).AsTask()
                : Task.FromResult(new PublishReceipt { MessageId = message.Id, Error = RealtimeErrorCode.BadRequest, ErrorMessage = UserIdRule("user_ids") });
        }
    }

    private static async Task<IResult> BroadcastAsync(HttpContext context, RequestReader requests, IBroadcaster broadcaster, TimeProvider time)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.Type | PublishFields.Priority);
        // 'broadcast' is the frame's own name, so naming it is no fault here.
        var type = body.Type == "broadcast" ? null : body.Type;
        refused ??= type is null ? null : CheckType(type);
        if (refused is not null)
        {
            return refused;
        }

        var message = new Message
        {
            // A gateway delivers a broadcast once per message id: with a key of the caller's own a repeated request is the same message.
            Id = body.Id ?? MessageIds.New(),
            ClientId = body.Id,
            Kind = MessageKind.Broadcast,
            Type = type,
            Data = body.Data!,
            Priority = body.Priority,
            TraceParent = TraceContext.OfRequest(),
            CreatedAtUnixMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        var reached = await broadcaster.BroadcastAsync(message, context.RequestAborted);
        return ApiJson.Ok(new BroadcastReceipt(message.Id, reached.Gateways, reached.Connections));
    }

    private static Message EventOf(PublishBody body) => new()
    {
        Id = MessageIds.New(),
        ClientId = body.Id,
        Kind = MessageKind.Event,
        Type = body.Type,
        Data = body.Data!,
        Priority = body.Priority,
        TraceParent = TraceContext.OfRequest(),
    };

    /// <summary>Refuses what is no type of an event.</summary>
    public static ProblemResult? CheckType(string? type) =>
        EventTypes.Explain(type) is { } fault ? ProblemResult.BadRequest(fault + ".") : null;

    private static string UserIdRule(string field) =>
        $"'{field}' must name users by 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character.";
}
