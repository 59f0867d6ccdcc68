namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>One thing that a <see cref="WebSocketFrameReader"/> found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">A message's or ping's or pong's bytes, valid until the next read.</param>
/// <param name="Code">Of a close frame or a violation.</param>
/// <param name="Reason">The text beside the code.</param>
internal readonly record struct SocketRead(SocketReadKind Kind, ReadOnlyMemory<byte> Payload, int Code, string Reason);
