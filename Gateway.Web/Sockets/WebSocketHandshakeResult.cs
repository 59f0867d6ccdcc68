namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What became of a handshake.</summary>
/// <param name="StatusCode">101 when it is fine (200 is sent where HTTP/2 wants it), else the HTTP status to answer.</param>
/// <param name="Fault">What is wrong with the request, for the answer's body; empty when nothing is.</param>
/// <param name="AcceptKey">The value of <c>Sec-WebSocket-Accept</c>; null over HTTP/2, which has none.</param>
/// <param name="Extensions">The value of <c>Sec-WebSocket-Extensions</c>; null when compression was not agreed.</param>
internal sealed record WebSocketHandshakeResult(int StatusCode, string Fault, string? AcceptKey, string? Extensions)
{
    /// <summary>Whether the request may be upgraded.</summary>
    public bool IsAccepted => StatusCode == StatusCodes.Status101SwitchingProtocols;

    /// <summary>Whether <c>permessage-deflate</c> was agreed.</summary>
    public bool Compression => Extensions is not null;

    internal static WebSocketHandshakeResult Refuse(int statusCode, string fault) => new(statusCode, fault, null, null);
}
