using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Diagnostics;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>
/// What the console shows and does. Every listener serves it, also where <c>Admin:Urls</c> gives the administrator one of his own: the page is on the public ones, and
/// unlike statistics and metrics these calls ask for credentials.
/// </summary>
internal static class AdminEndpoints
{
    private const int MostAudiences = 50;
    private const int MostStreams = 100;

    public static void MapAdmin(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("Admin").WithMetadata(ListenerScope.Every).Require(Access.Admin);
        admin.MapGet("/overview", async (IClusterFigures figures) => ApiJson.Ok(await figures.ReadOverviewAsync()))
            .Describe("readOverview", "Shows gateways, silos and sums, as they reported last.")
            .Gives<ClusterOverview>();
        admin.MapGet("/audiences", ReadAudiencesAsync)
            .Describe("readAudiences", "Lists the rooms and groups with the most connections.")
            .TakesQuery("limit", JsonSchemaType.Integer, "How many of each; 50 by default and at most.")
            .Gives<BiggestAudiences>();
        admin.MapGet("/streams", ListStreamsAsync)
            .Describe("listStreams", "Lists the streams in use with their groups.")
            .TakesQuery("limit", JsonSchemaType.Integer, "How many; 100 by default and at most.")
            .Gives<StreamList>();
        admin.MapInspectors();
        admin.MapPost("/users/{user_id}/events", SendEventAsync)
            .Describe("sendEventAsAdmin", "Sends an event to one user, now or on the user's return.")
            .Takes<AdminEventRequest>().Gives<EventReceipt>();
        admin.MapPost("/rooms/{room_id}/messages", PublishAsync)
            .Describe("publishAsAdmin", "Publishes to a room in the administrator's own name.")
            .Takes<AdminMessageRequest>().Gives<MessageReceipt>();
    }

    private static async Task<IResult> ReadAudiencesAsync(HttpContext context, IClusterFigures figures) =>
        HistoryRequest.ReadLimit(context.Request.Query, MostAudiences, out var limit) is { } refused
            ? refused
            : ApiJson.Ok(await figures.ReadBiggestAsync(limit));

    private static async Task<IResult> ListStreamsAsync(HttpContext context, IClusterFigures figures) =>
        HistoryRequest.ReadLimit(context.Request.Query, MostStreams, out var limit) is { } refused
            ? refused
            : ApiJson.Ok(await figures.ListStreamsAsync(limit));

    private static async Task<IResult> SendEventAsync(HttpContext context, string user_id, RequestReader requests, IMessagePublisher publisher, AdminAudit audit)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.Type | PublishFields.Priority);
        refused ??= UserEndpoints.CheckUser(user_id) ?? EventEndpoints.CheckType(body.Type);
        if (refused is not null)
        {
            return refused;
        }

        var receipt = await EventEndpoints.SendAsync(context, user_id, body, publisher);
        if (receipt.Error == RealtimeErrorCode.None)
        {
            audit.EventSent(context.Actor().UserId, receipt.MessageId, user_id);
        }

        return EventEndpoints.Answer(receipt);
    }

    private static async Task<IResult> PublishAsync(HttpContext context, string room_id, RequestReader requests, IMessagePublisher publisher, AdminAudit audit)
    {
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.Common);
        refused ??= RoomEndpoints.CheckRoom(room_id);
        if (refused is not null)
        {
            return refused;
        }

        var receipt = await RoomEndpoints.SendAsync(context, room_id, body, context.Actor().UserId, toSender: true, publisher);
        if (receipt.Error == RealtimeErrorCode.None)
        {
            audit.Published(context.Actor().UserId, receipt.MessageId, room_id);
        }

        return RoomEndpoints.Answer(receipt);
    }
}
