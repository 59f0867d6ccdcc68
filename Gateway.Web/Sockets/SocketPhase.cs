namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>How far a socket has come. It only moves forward.</summary>
internal enum SocketPhase : byte
{
    /// <summary>Frames are taken.</summary>
    Open,

    /// <summary>A close frame is queued or sent: no more frames are taken, what the client still sends is discarded.</summary>
    Closing,

    /// <summary>The connection is gone, or being dropped.</summary>
    Aborted,
}
