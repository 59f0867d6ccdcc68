namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Who ended a socket.</summary>
internal enum SocketCloseInitiator
{
    /// <summary>This gateway sent the first close frame.</summary>
    Server,

    /// <summary>The client sent the first close frame.</summary>
    Client,

    /// <summary>Nobody closed properly: the connection broke, or was dropped.</summary>
    Abort,
}
