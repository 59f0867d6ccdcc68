using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Who may open a WebSocket, with which rooms; from there on the session has the connection.</summary>
internal sealed class WebSocketAdmission(
    IAuthenticator authenticator,
    SocketServices sockets,
    SessionServices sessions,
    SessionDrain drain) : IWebSocketAdmission
{
    /// <inheritdoc />
    public async ValueTask<WebSocketJudgement> JudgeAsync(HttpContext request)
    {
        if (drain.IsDraining)
        {
            return WebSocketJudgement.Refuse(ErrorCodes.Unavailable, "This gateway goes away; connect to another.");
        }

        var outcome = await authenticator.AuthenticateAsync(request);
        if (outcome.Principal is not { } principal)
        {
            return WebSocketJudgement.Refuse(ErrorCodes.Unauthorized, outcome.Failure ?? "Credentials are missing.");
        }

        var rooms = request.Request.Query["room_id"];
        if (rooms.Count > sessions.Options.MaxRooms || rooms.Any(room => !Identifiers.IsRoomId(room)))
        {
            return WebSocketJudgement.Refuse(ErrorCodes.BadRequest, $"room_id must be valid, and there may be at most {sessions.Options.MaxRooms}.");
        }

        var handshake = WebSocketHandshake.Evaluate(request, sockets.Options.Compression);
        if (!handshake.IsAccepted)
        {
            return WebSocketJudgement.Refuse(ErrorCodes.BadRequest, handshake.Fault, handshake);
        }

        var remote = request.Connection.RemoteIpAddress is { } address ? $"{address}:{request.Connection.RemotePort}" : null;
        string? sessionId = request.Request.Query["session_id"];
        return WebSocketJudgement.Accept(handshake, new SessionRequest(principal, sessionId, [.. rooms.Distinct().Select(room => room!)], remote));
    }

    /// <inheritdoc />
    public Task RunAsync(WebSocketJudgement accepted, SocketTransport transport, ReadOnlySpan<byte> received)
    {
        // No state machine, no judgement and no request are kept for as long as the socket lives.
        var request = (SessionRequest)accepted.State!;
        var socket = sockets.Create(transport, accepted.Handshake!.Compression, received);
        return new Session(sessions, socket, request.Principal).RunAsync(request);
    }
}
