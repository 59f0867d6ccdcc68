using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// The opening handshake: RFC 6455 section 4.2 over HTTP/1.1, RFC 8441 over HTTP/2 and later, with the negotiation of RFC 7692.
/// </summary>
internal static class WebSocketHandshake
{
    /// <summary>The one version of the protocol, RFC 6455's.</summary>
    public const string Version = "13";

    private const int KeyBytes = 16;
    private const int KeyCharacters = 24;

    /// <summary>Judges a request. Nothing is answered yet.</summary>
    /// <param name="context">The request, before anything of its body was read.</param>
    /// <param name="compression">Whether <c>permessage-deflate</c> may be agreed to.</param>
    public static WebSocketHandshakeResult Evaluate(HttpContext context, bool compression)
    {
        var isExtendedConnect = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
            && string.Equals(connect.Protocol, "websocket", StringComparison.OrdinalIgnoreCase);
        if (isExtendedConnect)
        {
            return EvaluateVersion(context.Request.Headers, accept: null, compression);
        }

        var result = Evaluate(context.Request.Method, context.Request.Headers, compression);
        return !result.IsAccepted || CanUpgrade(context)
            ? result
            : WebSocketHandshakeResult.Refuse(StatusCodes.Status400BadRequest, "A WebSocket handshake is an HTTP/1.1 request without a body.");
    }

    /// <summary>Judges an HTTP/1.1 request by its method and headers.</summary>
    public static WebSocketHandshakeResult Evaluate(string method, IHeaderDictionary headers, bool compression)
    {
        if (!HttpMethods.IsGet(method))
        {
            return WebSocketHandshakeResult.Refuse(StatusCodes.Status405MethodNotAllowed, "A WebSocket handshake is a GET.");
        }

        if (!HasToken(headers, HeaderNames.Upgrade, "websocket") || !HasToken(headers, HeaderNames.Connection, "upgrade"))
        {
            return WebSocketHandshakeResult.Refuse(StatusCodes.Status400BadRequest, "This address takes WebSockets: 'Connection: Upgrade' and 'Upgrade: websocket' are needed.");
        }

        var key = headers.SecWebSocketKey;
        return key.Count == 1 && IsKey(key[0]!)
            ? EvaluateVersion(headers, AcceptKey(key[0]!), compression)
            : WebSocketHandshakeResult.Refuse(StatusCodes.Status400BadRequest, "Sec-WebSocket-Key must be 16 bytes in base64.");
    }

    /// <summary>The answer to a key (RFC 6455 section 4.2.2).</summary>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The RFC prescribes SHA-1; it proves an understanding of the protocol and secures nothing.")]
    public static string AcceptKey(string key)
    {
        var hash = SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
        return Convert.ToBase64String(hash);
    }

    /// <summary>The whole answer to an accepted HTTP/1.1 request, for who writes it without an HTTP server.</summary>
    public static string Response(WebSocketHandshakeResult accepted)
    {
        var extensions = accepted.Extensions is null ? string.Empty : $"{HeaderNames.SecWebSocketExtensions}: {accepted.Extensions}\r\n";
        return $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accepted.AcceptKey}\r\n{extensions}\r\n";
    }

    // HTTP/1.0 knows no upgrade (RFC 6455 section 4.2.1), though the server below would make one; of a request with a body it makes none.
    private static bool CanUpgrade(HttpContext context) =>
        !HttpProtocol.IsHttp10(context.Request.Protocol) && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: false };

    private static WebSocketHandshakeResult EvaluateVersion(IHeaderDictionary headers, string? accept, bool compression)
    {
        if (headers.SecWebSocketVersion.Count != 1 || headers.SecWebSocketVersion[0]!.Trim() != Version)
        {
            return WebSocketHandshakeResult.Refuse(StatusCodes.Status426UpgradeRequired, "Sec-WebSocket-Version must be 13.");
        }

        var extensions = compression ? DeflateNegotiation.Answer(headers.SecWebSocketExtensions) : null;
        return new WebSocketHandshakeResult(StatusCodes.Status101SwitchingProtocols, string.Empty, accept, extensions);
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        return key.Trim() is { Length: KeyCharacters } trimmed
            && Base64.IsValid(trimmed, out var length)
            && length == KeyBytes
            && Convert.TryFromBase64String(trimmed, bytes, out _);
    }

    private static bool HasToken(IHeaderDictionary headers, string name, string token)
    {
        foreach (var value in headers[name])
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan()[part].Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
