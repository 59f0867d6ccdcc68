using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Rooms over HTTP: publish, history, who listens.</summary>
internal static class RoomEndpoints
{
    public static void MapRooms(this IEndpointRouteBuilder api)
    {
        var room = api.MapGroup("/rooms/{room_id}").WithTags("Rooms");
        room.MapPost("/messages", PublishAsync).Require(Access.Service)
            .Describe("publishRoomMessage", "Publishes to a room.")
            .Takes<RoomMessageRequest>().Gives<MessageReceipt>();
        room.MapGet("/messages", ReadHistoryAsync).Require(Access.User)
            .Describe("readRoomHistory", "Reads a page of a room's history; without bounds the newest.")
            .TakesQuery("before_seq", JsonSchemaType.Integer, "Only messages before this position, the newest of them.")
            .TakesQuery("after_seq", JsonSchemaType.Integer, "Only messages after this position, the oldest of them.")
            .TakesQuery("limit", JsonSchemaType.Integer, "Page size; 50 by default, at most 500.")
            .Gives<RoomHistory>();
        room.MapGet("/connections", ListConnectionsAsync).Require(Access.Service)
            .Describe("listRoomConnections", "Lists the gateways and connections that listen to a room.")
            .Gives<RoomConnections>();
    }

    private static async Task<IResult> PublishAsync(HttpContext context, string room_id, RequestReader requests, IMessagePublisher publisher)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.Sender);
        refused ??= CheckRoom(room_id);
        if (refused is not null)
        {
            return refused;
        }

        if (body.FromUserId is not null && !Identifiers.IsUserId(body.FromUserId))
        {
            return ProblemResult.BadRequest($"'from_user_id' must have 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character.");
        }

        return Answer(await SendAsync(context, room_id, body, body.FromUserId, toSender: body.Echo, publisher));
    }

    /// <summary>Publishes to a room in the name of a sender, or of nobody.</summary>
    public static ValueTask<PublishReceipt> SendAsync(HttpContext context, string roomId, PublishBody body, string? sender, bool toSender, IMessagePublisher publisher)
    {
        var message = new Message
        {
            Id = MessageIds.New(),
            ClientId = body.Id,
            Kind = MessageKind.Room,
            SenderId = sender,
            Echo = sender is null || toSender ? EchoPolicy.Everyone : EchoPolicy.ExceptSender,
            TraceParent = TraceContext.OfRequest(),
            Data = body.Data!,
        };
        return publisher.PublishAsync(LogId.Room(roomId), message, context.RequestAborted);
    }

    /// <summary>Answers what became of a message.</summary>
    public static IResult Answer(PublishReceipt receipt) => receipt.Error == RealtimeErrorCode.None
        ? ApiJson.Ok(new MessageReceipt(receipt.MessageId, receipt.LiveOnly ? null : receipt.Seq, Rfc3339.Format(receipt.CreatedAtUnixMs), receipt.LiveOnly ? false : null))
        : ProblemResult.Of(receipt);

    private static async Task<IResult> ReadHistoryAsync(HttpContext context, string room_id, IGrainFactory grains)
    {
        var refused = HistoryRequest.Read(context.Request.Query, out var query);
        refused ??= CheckRoom(room_id);
        if (refused is not null)
        {
            return refused;
        }

        var page = await RoomOf(grains, room_id).GetHistoryAsync(query).WaitAsync(context.RequestAborted);
        return new HistoryResult(LogId.Room(room_id), page);
    }

    private static async Task<IResult> ListConnectionsAsync(HttpContext context, string room_id, IGrainFactory grains)
    {
        if (CheckRoom(room_id) is { } refused)
        {
            return refused;
        }

        var status = await RoomOf(grains, room_id).GetStatusAsync().WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new RoomConnections(
            room_id,
            [.. status.Gateways.Select(g => new RoomGateway(g.Gateway.InstanceId, g.Subscribers.Count))],
            [.. status.Gateways.SelectMany(g => g.Subscribers.Select(s => new RoomConnection(s.SessionId, s.UserId, g.Gateway.InstanceId)))]));
    }

    /// <summary>The grain of a room.</summary>
    public static IRoomGrain RoomOf(IGrainFactory grains, string roomId) => grains.GetGrain<IRoomGrain>(LogId.Room(roomId).ToString());

    /// <summary>Refuses an id that names no room.</summary>
    public static ProblemResult? CheckRoom(string roomId) => Identifiers.IsRoomId(roomId)
        ? null
        : ProblemResult.BadRequest($"The room's id must have 1 to {Identifiers.MaxRoomIdLength} characters, none of them a control character.");
}
