using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using static Orleans.Realtime.Gateway.Web.Endpoints.ConversationCalls;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Private conversations over HTTP.</summary>
internal static class PrivateEndpoints
{
    public static void MapPrivate(this IEndpointRouteBuilder api)
    {
        api.MapPost("/messages/private", SendAsync).WithTags("Messages").Require(Access.User)
            .Describe("sendPrivateMessage", "Sends a message to one user.")
            .Takes<PrivateMessageRequest>().Gives<MessageReceipt>();
        api.MapPost("/messages/private/read", MarkReadAsync).WithTags("Messages").Require(Access.User)
            .Describe("markPrivateRead", "Marks a private conversation as read up to a position.")
            .Takes<PrivateReadRequest>().Gives<ReadReceipt>();
        var messages = api.MapGroup("/private/{peer_user_id}/messages").WithTags("Messages").Require(Access.User);
        messages.MapGet(string.Empty, ReadHistoryAsync)
            .Describe("readPrivateHistory", "Reads a page of a private conversation's history; without bounds the newest.")
            .TakesQuery("before_seq", JsonSchemaType.Integer, "Only messages before this position, the newest of them.")
            .TakesQuery("after_seq", JsonSchemaType.Integer, "Only messages after this position, the oldest of them.")
            .TakesQuery("limit", JsonSchemaType.Integer, "Page size; 50 by default, at most 500.")
            .Gives<ConversationHistory>();
        messages.MapDelete("/{message_id}", RecallAsync)
            .Describe("recallPrivateMessage", "Recalls a message: its sender for a while, an admin always.")
            .Gives<MessageReceipt>().GivesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SendAsync(HttpContext context, RequestReader requests, IMessagePublisher publisher)
    {
        var actor = context.Actor();
        var (body, refused) = await requests.ReadAsync(context.Request, PublishFields.Content | PublishFields.Peer | PublishFields.Sender);
        refused ??= MessageEndpoints.CheckSender(actor, body.FromUserId) ?? CheckPeer("to_user_id", body.FromUserId ?? actor.UserId, body.ToUserId);
        if (refused is not null)
        {
            return refused;
        }

        var message = MessageEndpoints.MessageOf(actor, body, MessageKind.Private);
        return await MessageEndpoints.SendToAsync(context, publisher, LogId.Private(message.SenderId!, body.ToUserId!), message);
    }

    private static async Task<IResult> MarkReadAsync(HttpContext context, IGrainFactory grains)
    {
        var userId = context.Actor().UserId;
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.PrivateReadRequest);
        refused ??= CheckPeer("peer_user_id", userId, body!.PeerUserId);
        return refused ?? await MessageEndpoints.MarkAsync(context, grains, LogId.Private(userId, body!.PeerUserId!), body.Seq);
    }

    private static async Task<IResult> ReadHistoryAsync(HttpContext context, string peer_user_id, IGrainFactory grains)
    {
        var actor = context.Actor();
        var refused = HistoryRequest.Read(context.Request.Query, out var query) ?? CheckPeer("peer_user_id", actor.UserId, peer_user_id);
        return refused ?? await MessageEndpoints.ReadPageAsync(context, grains, LogId.Private(actor.UserId, peer_user_id), actor, query);
    }

    private static async Task<IResult> RecallAsync(HttpContext context, string peer_user_id, string message_id, IGrainFactory grains)
    {
        var userId = context.Actor().UserId;
        return CheckPeer("peer_user_id", userId, peer_user_id)
            ?? await MessageEndpoints.RecallFromAsync(context, grains, LogId.Private(userId, peer_user_id), message_id);
    }
}
