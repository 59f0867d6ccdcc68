using System.Security.Cryptography;
using System.Text;
using Microsoft.OpenApi;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using static Orleans.Realtime.Gateway.Web.Endpoints.ConversationCalls;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Groups and their members over HTTP.</summary>
internal static class GroupEndpoints
{
    private const int MembersPage = 1_000;

    public static void MapGroups(this IEndpointRouteBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("Groups").Require(Access.User);
        groups.MapPost(string.Empty, CreateAsync)
            .Describe("createGroup", "Makes a group; the caller owns it.")
            .Takes<GroupRequest>().Gives<Group>().GivesProblem(StatusCodes.Status409Conflict);
        groups.MapGet(string.Empty, ListAsync)
            .Describe("listGroups", "Lists the caller's groups.")
            .Gives<Groups>();
        var group = groups.MapGroup("/{group_id}");
        group.MapGet(string.Empty, GetAsync)
            .Describe("getGroup", "Describes a group to its members.")
            .Gives<Group>().GivesProblem(StatusCodes.Status404NotFound);
        group.MapPatch(string.Empty, RenameAsync)
            .Describe("renameGroup", "Gives a group another name. Owner, admin or service.")
            .Takes<GroupNameRequest>().Gives<Group>().GivesProblem(StatusCodes.Status404NotFound);
        group.MapDelete(string.Empty, DeleteAsync)
            .Describe("deleteGroup", "Deletes a group with all its messages. Owner, admin or service.")
            .Produces(StatusCodes.Status204NoContent).GivesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/members", ListMembersAsync)
            .Describe("listMembers", "Lists a group's members and whether they are online.")
            .TakesQuery("after", JsonSchemaType.String, "Only members whose id sorts behind this one.")
            .TakesQuery("limit", JsonSchemaType.Integer, "Page size; 1,000 by default and at most.")
            .Gives<GroupMembers>().GivesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/members", AddMembersAsync)
            .Describe("addMembers", "Adds members to a group. Owner, admin or service.")
            .Takes<MembersRequest>().Gives<AddedMembers>().GivesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/members/{user_id}", RemoveMemberAsync)
            .Describe("removeMember", "Removes a member from a group, or leaves it. Owner, admin, service, or the member.")
            .Produces(StatusCodes.Status204NoContent).GivesProblem(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.GroupRequest);
        if (refused is not null)
        {
            return refused;
        }

        var actor = context.Actor();
        refused = RequestReader.ReadKey(context.Request, body!.Id, out var key);
        var groupId = body.GroupId ?? (key is null ? MessageIds.New() : GroupIdOf(actor, key));
        refused ??= CheckGroup(groupId) ?? CheckUsers("members", body.Members) ?? CheckOwner(actor, body.OwnerId);
        if (refused is not null)
        {
            return refused;
        }

        var request = new CreateGroup(actor with { UserId = body.OwnerId ?? actor.UserId }, body.Name, body.Members?.ToArray() ?? [], key);
        var group = grains.Conversation(LogId.Group(groupId));
        return await DescribeAsync(context, group, await group.CreateAsync(request).WaitAsync(context.RequestAborted));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var conversations = await grains.GetGrain<IUserGrain>(context.Actor().UserId).GetConversationsAsync().WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new Groups([.. conversations.Where(c => c.Log.Kind == LogKind.Group).Select(c => c.Log.Key).Order(StringComparer.Ordinal)]));
    }

    private static async Task<IResult> GetAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        if (CheckGroup(group_id) is { } refused)
        {
            return refused;
        }

        var group = grains.Conversation(LogId.Group(group_id));
        return await DescribeAsync(context, group, await group.GetAsync(context.Actor()).WaitAsync(context.RequestAborted));
    }

    private static async Task<IResult> RenameAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.GroupNameRequest);
        refused ??= CheckGroup(group_id);
        if (refused is not null)
        {
            return refused;
        }

        var group = grains.Conversation(LogId.Group(group_id));
        return await DescribeAsync(context, group, await group.RenameAsync(context.Actor(), body!.Name).WaitAsync(context.RequestAborted));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        if (CheckGroup(group_id) is { } refused)
        {
            return refused;
        }

        await grains.Conversation(LogId.Group(group_id)).DeleteAsync(context.Actor()).WaitAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListMembersAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        var refused = HistoryRequest.ReadLimit(context.Request.Query, MembersPage, out var limit) ?? CheckGroup(group_id);
        if (refused is not null)
        {
            return refused;
        }

        var page = await grains.Conversation(LogId.Group(group_id))
            .GetMembersAsync(context.Actor(), context.Request.Query["after"], limit).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new GroupMembers(group_id, [.. page.Members.Select(Describe)], page.MemberCount, page.HasMore));
    }

    private static async Task<IResult> AddMembersAsync(HttpContext context, string group_id, IGrainFactory grains)
    {
        var (body, refused) = await RequestReader.ReadAsync(context.Request, ApiJson.Context.MembersRequest);
        refused ??= CheckGroup(group_id) ?? CheckUsers("user_ids", body!.UserIds);
        if (refused is not null)
        {
            return refused;
        }

        if (body!.UserIds is not { Count: > 0 })
        {
            return ProblemResult.BadRequest("'user_ids' is missing or empty.");
        }

        var change = await grains.Conversation(LogId.Group(group_id)).AddMembersAsync(context.Actor(), body.UserIds.ToArray()).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new AddedMembers(group_id, change.Changed, change.MemberCount));
    }

    private static async Task<IResult> RemoveMemberAsync(HttpContext context, string group_id, string user_id, IGrainFactory grains)
    {
        if ((CheckGroup(group_id) ?? CheckUser("user_id", user_id)) is { } refused)
        {
            return refused;
        }

        await grains.Conversation(LogId.Group(group_id)).RemoveMemberAsync(context.Actor(), user_id).WaitAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DescribeAsync(HttpContext context, IConversationGrain group, GroupInfo info)
    {
        var members = await group.GetMembersAsync(context.Actor() with { IsAdmin = true }, afterUserId: null, MembersPage).WaitAsync(context.RequestAborted);
        return ApiJson.Ok(new Group(
            info.GroupId,
            info.Name,
            info.OwnerId,
            Rfc3339.Format(info.CreatedAtUnixMs),
            info.MemberCount,
            [.. members.Members.Select(member => member.UserId)],
            info.LastSeq,
            info.Epoch));
    }

    /// <summary>A request that is repeated must come to the same group, whichever gateway takes it. No user's id holds a control character.</summary>
    private static string GroupIdOf(Actor actor, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{actor.UserId}\n{key}")).AsSpan(0, 16));

    private static GroupMember Describe(ConversationMember member) =>
        new(member.UserId, member.Online ? "online" : "offline", member.IsOwner ? "owner" : "member", member.JoinedSeq, member.ReadSeq);

    private static ProblemResult? CheckOwner(Actor actor, string? ownerId) => ownerId is null || ownerId == actor.UserId
        ? null
        : actor.IsService
            ? CheckUser("owner_id", ownerId)
            : ProblemResult.Of(ErrorCodes.Forbidden, "Only services may make a group for somebody else.");
}
