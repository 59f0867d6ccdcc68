using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Looks into one room, group, user or session. The grain that owns it answers; nobody else is asked.</summary>
internal static class InspectionEndpoints
{
    private const int SampleConnections = 100;
    private const int MembersPage = 100;

    public static void MapInspectors(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/rooms/{room_id}", InspectRoomAsync)
            .Describe("inspectRoom", "Looks into a room: its log, and where its delivery stands.")
            .Gives<RoomInspection>();
        admin.MapGet("/groups/{group_id}", InspectGroupAsync)
            .Describe("inspectGroup", "Looks into a group: its log, where its delivery stands, and what its members have read.")
            .TakesQuery("after", JsonSchemaType.String, "Only members whose id sorts behind this one.")
            .TakesQuery("limit", JsonSchemaType.Integer, "Members of the answer; 100 by default and at most.")
            .Gives<GroupInspection>().GivesProblem(StatusCodes.Status404NotFound);
        admin.MapGet("/users/{user_id}", InspectUserAsync)
            .Describe("inspectUser", "Looks into a user: connections, inbox, conversations.")
            .Gives<UserInspection>();
        admin.MapGet("/sessions/{session_id}", InspectSessionAsync)
            .Describe("inspectSession", "Looks into a session: whose it is, where its socket is, what it listens to.")
            .Gives<SessionInspection>().GivesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> InspectRoomAsync(HttpContext context, string room_id, IGrainFactory grains)
    {
        if (RoomEndpoints.CheckRoom(room_id) is { } refused)
        {
            return refused;
        }

        var room = await RoomEndpoints.RoomOf(grains, room_id).DescribeAsync(SampleConnections).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new RoomInspection(
            room_id,
            room.Connections,
            LogAnswers.Describe(room.Log, knowsConnections: true),
            Array.ConvertAll(room.Some, some => new RoomConnection(some.Value.SessionId, some.Value.UserId, some.Key))));
    }

    private static async Task<IResult> InspectGroupAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        var refused = HistoryRequest.ReadLimit(context.Request.Query, MembersPage, out var limit) ?? ConversationCalls.CheckGroup(group_id);
        if (refused is not null)
        {
            return refused;
        }

        var group = grains.Conversation(LogId.Group(group_id));
        var info = group.GetAsync(context.Actor());
        var log = group.DescribeAsync(context.Actor());
        var members = group.GetMembersAsync(context.Actor(), context.Request.Query["after"], limit);
        await Task.WhenAll(info, log, members).WaitAsync(context.RequestAborted);
        var (about, state, page) = (await info, await log, await members);
        return ApiJson.Ok(new GroupInspection(
            group_id,
            about.Name,
            about.OwnerId,
            Rfc3339.Format(about.CreatedAtUnixMs),
            about.MemberCount,
            LogAnswers.Describe(state, knowsConnections: false),
            [.. page.Members.Select(member => LogAnswers.Describe(member, state.LastSeq))],
            page.HasMore));
    }

    private static async Task<IResult> InspectUserAsync(HttpContext context, string user_id, IGrainFactory grains)
    {
        if (UserEndpoints.CheckUser(user_id) is { } refused)
        {
            return refused;
        }

        var user = await grains.GetGrain<IUserGrain>(user_id).DescribeAsync().WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new UserInspection(
            user_id,
            user.Presence.Online ? "online" : "offline",
            user.Presence.LastSeenUnixMs is { } seen ? Rfc3339.Format(seen) : null,
            user.ConnectionCount,
            Array.ConvertAll(user.Connections, UserEndpoints.Describe),
            new(user.Inbox.LastSeq + 1, user.Pending, user.Inbox.AckedSeq, LogAnswers.Describe(user.Inbox, knowsConnections: true)),
            user.ConversationCount,
            [.. user.Conversations.Where(conversation => conversation.Log.Kind == LogKind.Group).Select(conversation => conversation.Log.Key)],
            [.. user.Conversations.Select(conversation => conversation.Log.PeerOf(user_id)).OfType<string>()]));
    }

    private static async Task<IResult> InspectSessionAsync(HttpContext context, string session_id, SessionInspector inspector)
    {
        var session = Identifiers.IsMessageId(session_id) ? await inspector.InspectAsync(session_id, context.RequestAborted) : null;
        return session is null ? ProblemResult.Of(ErrorCodes.NotFound, "There is no such session.") : ApiJson.Ok(session);
    }
}
