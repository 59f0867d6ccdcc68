namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>What the first bytes of a connection are.</summary>
internal enum RequestHeadState
{
    /// <summary>The HTTP server's matter: TLS, another path, a fault, or anything unusual.</summary>
    ForHttp,

    /// <summary>So far the head of a request for a WebSocket, but not all of it.</summary>
    Incomplete,

    /// <summary>The whole head of one.</summary>
    Complete,
}
