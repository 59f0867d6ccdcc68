namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>How a socket ended.</summary>
/// <param name="Initiator">Who began it.</param>
/// <param name="Code">The first close frame's code; 1005 for one without a code, 1006 when there was none.</param>
/// <param name="Reason">The text beside the code, for logs; may be empty.</param>
/// <param name="Exception">What broke the connection, where something did.</param>
internal readonly record struct SocketClosure(SocketCloseInitiator Initiator, int Code, string Reason, Exception? Exception);
