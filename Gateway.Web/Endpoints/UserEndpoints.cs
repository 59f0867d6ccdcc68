using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Whether a user is online, and where.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var user = api.MapGroup("/users/{user_id}").WithTags("Users");
        user.MapGet("/presence", ReadPresenceAsync).Require(Access.User)
            .Describe("readPresence", "Tells whether a user is online.")
            .Gives<Presence>();
        user.MapGet("/connections", ListConnectionsAsync).Require(Access.Service)
            .Describe("listUserConnections", "Lists a user's live connections.")
            .Gives<IReadOnlyList<LiveConnection>>();
    }

    private static async Task<IResult> ReadPresenceAsync(HttpContext context, string user_id, IGrainFactory grains)
    {
        if (CheckUser(user_id) is { } refused)
        {
            return refused;
        }

        var presence = await grains.GetGrain<IUserGrain>(user_id).GetPresenceAsync().WaitAsync(context.RequestAborted);
        var lastSeen = presence.LastSeenUnixMs is { } seen ? Rfc3339.Format(seen) : null;
        return ApiJson.Ok(new Presence(user_id, presence.Online ? "online" : "offline", lastSeen));
    }

    private static async Task<IResult> ListConnectionsAsync(HttpContext context, string user_id, IGrainFactory grains)
    {
        if (CheckUser(user_id) is { } refused)
        {
            return refused;
        }

        var connections = await grains.GetGrain<IUserGrain>(user_id).GetConnectionsAsync().WaitAsync(context.RequestAborted);
        return ApiJson.Ok<IReadOnlyList<LiveConnection>>(
            [.. connections.Select(Describe)]);
    }

    /// <summary>One connection.</summary>
    public static LiveConnection Describe(UserConnection connection) =>
        new(connection.SessionId, connection.Gateway.InstanceId, Rfc3339.Format(connection.ConnectedAtUnixMs), connection.Remote);

    /// <summary>Refuses an id that names no user.</summary>
    public static ProblemResult? CheckUser(string userId) => Identifiers.IsUserId(userId)
        ? null
        : ProblemResult.BadRequest($"The user's id must have 1 to {Identifiers.MaxUserIdLength} characters, none of them a control character.");
}
