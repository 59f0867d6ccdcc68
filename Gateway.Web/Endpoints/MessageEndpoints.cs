using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using static Orleans.Realtime.Gateway.Web.Endpoints.ConversationCalls;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Messages of groups over HTTP, and what is unread.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("Messages").Require(Access.User);
        groups.MapPost("/messages", SendAsync)
            .Describe("sendGroupMessage", "Sends a message to a group.")
            .Takes<GroupMessageRequest>().Gives<MessageReceipt>().GivesProblem(StatusCodes.Status404NotFound);
        groups.MapGet("/{group_id}/messages", ReadHistoryAsync)
            .Describe("readGroupHistory", "Reads a page of a group's history; without bounds the newest.")
            .TakesQuery("before_seq", JsonSchemaType.Integer, "Only messages before this position, the newest of them.")
            .TakesQuery("after_seq", JsonSchemaType.Integer, "Only messages after this position, the oldest of them.")
            .TakesQuery("limit", JsonSchemaType.Integer, "Page size; 50 by default, at most 500.")
            .Gives<ConversationHistory>().GivesProblem(StatusCodes.Status404NotFound);
        groups.MapGet("/{group_id}/messages/{message_id}/receipts", ReadReceiptsAsync)
            .Describe("readReceipts", "Tells who has read a message.")
            .Gives<Receipts>().GivesProblem(StatusCodes.Status404NotFound);
        groups.MapDelete("/{group_id}/messages/{message_id}", RecallAsync)
            .Describe("recallGroupMessage", "Recalls a message: its sender for a while, an admin or service always.")
            .Gives<MessageReceipt>().GivesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/messages/group/read", MarkReadAsync).WithTags("Messages").Require(Access.User)
            .Describe("markGroupRead", "Marks a group as read up to a position.")
            .Takes<GroupReadRequest>().Gives<ReadReceipt>().GivesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/unread/all", ReadUnreadAsync).WithTags("Messages").Require(Access.User)
            .Describe("readUnread", "Tells what the caller has not read, with the newest 20 messages of each conversation.")
            .Gives<Unread>();
    }

    private static async Task<IResult> SendAsync(HttpContext context, RequestReader requests, IMessagePublisher publisher)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.Content | PublishFields.Group | PublishFields.Sender);
        refused ??= CheckGroup(body.GroupId) ?? CheckUsers("mentions", body.Mentions) ?? CheckSender(context.Actor(), body.FromUserId);
        return refused ?? await SendToAsync(
            context, publisher, LogId.Group(body.GroupId!), MessageOf(context.Actor(), body, MessageKind.Group) with { Mentions = body.Mentions?.ToArray(), TextMentions = TextMentions.Find(body.Data) });
    }

    private static async Task<IResult> ReadHistoryAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        var refused = HistoryRequest.Read(context.Request.Query, out var query) ?? CheckGroup(group_id);
        return refused ?? await ReadPageAsync(context, grains, LogId.Group(group_id), context.Actor(), query);
    }

    private static async Task<IResult> ReadReceiptsAsync(HttpContext context, string group_id, string message_id, IGrainFactory grains)
    {
        if (CheckGroup(group_id) is { } refused)
        {
            return refused;
        }

        var receipts = await grains.Conversation(LogId.Group(group_id)).GetReceiptsAsync(context.Actor(), message_id).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new Receipts(receipts.ReadCount, receipts.MemberCount, receipts.Readers));
    }

    private static async Task<IResult> RecallAsync(HttpContext context, string group_id, string message_id, IGrainFactory grains) =>
        CheckGroup(group_id) ?? await RecallFromAsync(context, grains, LogId.Group(group_id), message_id);

    private static async Task<IResult> MarkReadAsync(HttpContext context, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.GroupReadRequest);
        refused ??= CheckGroup(body!.GroupId);
        return refused ?? await MarkAsync(context, grains, LogId.Group(body!.GroupId!), body.Seq);
    }

    private static async Task<IResult> ReadUnreadAsync(HttpContext context, IGrainFactory grains)
    {
        var userId = context.Actor().UserId;
        var unread = await grains.GetGrain<IUserGrain>(userId).GetUnreadAsync(ConversationUnread.MaxMessages).WaitAsync(context.RequestAborted);
        return new UnreadResult(userId, unread);
    }

    /// <summary>Sends a message; answers with its receipt or its refusal.</summary>
    public static async Task<IResult> SendToAsync(HttpContext context, IMessagePublisher publisher, LogId log, Message message)
    {
        var receipt = await publisher.PublishAsync(log, message, context.RequestAborted);
        return receipt.Error == RealtimeErrorCode.None
            ? ApiJson.Ok(new MessageReceipt(receipt.MessageId, receipt.Seq, Rfc3339.Format(receipt.CreatedAtUnixMs)))
            : ProblemResult.Of(receipt);
    }

    /// <summary>Answers with a page of a conversation's history.</summary>
    public static async Task<IResult> ReadPageAsync(HttpContext context, IGrainFactory grains, LogId log, Actor actor, HistoryQuery query) =>
        new HistoryResult(log, await grains.Conversation(log).GetHistoryAsync(actor, query).WaitAsync(context.RequestAborted));

    /// <summary>Recalls a message.</summary>
    public static async Task<IResult> RecallFromAsync(HttpContext context, IGrainFactory grains, LogId log, string messageId)
    {
        if (RequestReader.ReadKey(context.Request, inBody: null, out var key) is { } refused)
        {
            return refused;
        }

        var receipt = await grains.Conversation(log).RecallAsync(context.Actor(), messageId, key, originSessionId: null).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new MessageReceipt(messageId, receipt.Seq, Rfc3339.Format(receipt.CreatedAtUnixMs)));
    }

    /// <summary>Marks a conversation as read by the caller.</summary>
    public static async Task<IResult> MarkAsync(HttpContext context, IGrainFactory grains, LogId log, long? seq)
    {
        if (seq is not >= 0)
        {
            return ProblemResult.BadRequest("'seq' must be a whole number from 0.");
        }

        var read = await grains.Conversation(log).MarkReadAsync(context.Actor().UserId, seq.Value, originSessionId: null).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new ReadReceipt(read.Seq, read.Unread));
    }

    /// <summary>Refuses who sends in another's name without being a service.</summary>
    public static ProblemResult? CheckSender(Actor actor, string? fromUserId) => fromUserId is null || fromUserId == actor.UserId
        ? null
        : actor.IsService
            ? CheckUser("from_user_id", fromUserId)
            : ProblemResult.Of(ErrorCodes.Forbidden, "Only services may send in somebody else's name.");

    /// <summary>The message of a request.</summary>
    public static Message MessageOf(Actor actor, PublishBody body, MessageKind kind) => new()
    {
        Id = MessageIds.New(),
        ClientId = body.Id,
        Kind = kind,
        SenderId = body.FromUserId ?? actor.UserId,
        Echo = body.Echo ? EchoPolicy.Everyone : EchoPolicy.ExceptSender,
        OnBehalf = actor.IsService,
        TraceParent = TraceContext.OfRequest(),
        Data = body.Data!,
    };
}
