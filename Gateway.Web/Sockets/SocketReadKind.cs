namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What a <see cref="WebSocketFrameReader"/> found.</summary>
internal enum SocketReadKind
{
    /// <summary>Nothing complete: it wants more bytes.</summary>
    NeedBytes,

    /// <summary>A complete text message.</summary>
    Text,

    /// <summary>A ping, to be answered.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>The peer's close frame.</summary>
    Close,

    /// <summary>The peer broke a rule: close with the code, and discard what follows.</summary>
    Violation,
}
