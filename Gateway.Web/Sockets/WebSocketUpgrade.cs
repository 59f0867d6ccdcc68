using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Turns an HTTP request whose handshake was accepted into a WebSocket's transport.</summary>
internal static class WebSocketUpgrade
{
    /// <summary>Answers the request; from here on it has no HTTP any more. The endpoint must not return before the socket has ended.</summary>
    /// <exception cref="InvalidOperationException">The server below cannot upgrade.</exception>
    public static async ValueTask<SocketTransport> AcceptAsync(HttpContext context, WebSocketHandshakeResult handshake)
    {
        var headers = context.Response.Headers;
        if (handshake.Extensions is { } extensions)
        {
            headers.SecWebSocketExtensions = extensions;
        }

        // What the server guards an ordinary request with does not fit a connection that may rest for hours, and whose slow
        // reader we cut off ourselves, with a code.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requestRate)
        {
            requestRate.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
        {
            responseRate.MinDataRate = null;
        }

        if (handshake.AcceptKey is null)
        {
            var connect = context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>();
            context.Response.StatusCode = StatusCodes.Status200OK;
            return new StreamTransport(await connect.AcceptAsync(), context.Abort);
        }

        var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        headers.Upgrade = "websocket";
        headers.Connection = HeaderNames.Upgrade;
        headers.SecWebSocketAccept = handshake.AcceptKey;
        return new StreamTransport(await upgrade.UpgradeAsync(), context.Abort);
    }

    /// <summary>Answers a request whose handshake was refused: the status, and what RFC 6455 wants beside it.</summary>
    public static void PrepareRefusal(HttpContext context, WebSocketHandshakeResult handshake)
    {
        context.Response.StatusCode = handshake.StatusCode;
        switch (handshake.StatusCode)
        {
            case StatusCodes.Status426UpgradeRequired:
                context.Response.Headers.SecWebSocketVersion = WebSocketHandshake.Version;
                context.Response.Headers.Upgrade = "websocket";
                break;
            case StatusCodes.Status405MethodNotAllowed:
                context.Response.Headers.Allow = HttpMethods.Get;
                break;
        }
    }
}
