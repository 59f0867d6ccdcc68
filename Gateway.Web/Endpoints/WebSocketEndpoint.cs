using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Authenticates and upgrades; from there on the session has the connection.</summary>
internal static class WebSocketEndpoint
{
    /// <summary>Where clients connect.</summary>
    public const string Path = "/ws";

    /// <summary>Maps the socket.</summary>
    public static IEndpointConventionBuilder MapRealtimeSocket(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map(Path, HandleAsync).ExcludeFromDescription();

    private static async Task HandleAsync(
        HttpContext context,
        IAuthenticator authenticator,
        SocketServices sockets,
        SessionServices sessions,
        SessionDrain drain)
    {
        if (drain.IsDraining)
        {
            await RefuseAsync(context, ErrorCodes.Unavailable, "This gateway goes away; connect to another.");
            return;
        }

        var outcome = await authenticator.AuthenticateAsync(context);
        if (outcome.Principal is not { } principal)
        {
            await RefuseAsync(context, ErrorCodes.Unauthorized, outcome.Failure ?? "Credentials are missing.");
            return;
        }

        var rooms = context.Request.Query["room_id"];
        if (rooms.Count > sessions.Options.MaxRooms || rooms.Any(room => !Identifiers.IsRoomId(room)))
        {
            await RefuseAsync(context, ErrorCodes.BadRequest, $"room_id must be valid, and there may be at most {sessions.Options.MaxRooms}.");
            return;
        }

        var handshake = WebSocketHandshake.Evaluate(context, sockets.Options.Compression);
        if (!handshake.IsAccepted)
        {
            WebSocketUpgrade.PrepareRefusal(context, handshake);
            await new ProblemResult(handshake.StatusCode, ErrorCodes.BadRequest, handshake.Fault).ExecuteAsync(context);
            return;
        }

        var remote = context.Connection.RemoteIpAddress is { } address ? $"{address}:{context.Connection.RemotePort}" : null;
        string? sessionId = context.Request.Query["session_id"];
        var request = new SessionRequest(principal, sessionId, [.. rooms.Distinct().Select(room => room!)], remote);
        var socket = sockets.Create(await WebSocketUpgrade.AcceptAsync(context, handshake), handshake.Compression);
        await new Session(sessions, socket, principal).RunAsync(request);
    }

    private static Task RefuseAsync(HttpContext context, string code, string detail) =>
        ProblemResult.Of(code, detail).ExecuteAsync(context);
}
