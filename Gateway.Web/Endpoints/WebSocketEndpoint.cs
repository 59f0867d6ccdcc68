using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>
/// WebSockets that come as requests of the HTTP server: over TLS or HTTP/2, on a connection that served a request before, or in a form that the
/// listener left to HTTP. Every refusal is answered here.
/// </summary>
internal static class WebSocketEndpoint
{
    /// <summary>Where clients connect.</summary>
    public const string Path = "/ws";

    /// <summary>Maps the socket.</summary>
    public static IEndpointConventionBuilder MapRealtimeSocket(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map(Path, HandleAsync).ExcludeFromDescription();

    private static async Task HandleAsync(HttpContext context, IWebSocketAdmission admission, SocketMetrics metrics)
    {
        var judgement = await admission.JudgeAsync(context);
        if (judgement.IsAccepted)
        {
            await admission.RunAsync(judgement, await WebSocketUpgrade.AcceptAsync(context, judgement.Handshake), []);
            return;
        }

        metrics.Refused();
        if (judgement.Handshake is { } handshake)
        {
            WebSocketUpgrade.PrepareRefusal(context, handshake);
            await new ProblemResult(handshake.StatusCode, judgement.Code, judgement.Fault).ExecuteAsync(context);
            return;
        }

        await ProblemResult.Of(judgement.Code, judgement.Fault).ExecuteAsync(context);
    }
}
