namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What a gateway has counted since its start.</summary>
/// <param name="Connects">WebSockets that were opened.</param>
/// <param name="Closes">WebSockets that ended.</param>
/// <param name="Rejects">WebSocket handshakes that were refused.</param>
/// <param name="SlowConsumers">WebSockets cut off because the client did not read.</param>
/// <param name="FramesReceived">Frames from clients.</param>
/// <param name="BytesReceived">Bytes from clients.</param>
/// <param name="FramesSent">Frames written to clients.</param>
/// <param name="BytesSent">Bytes written to clients.</param>
/// <param name="Errors">Error frames to clients.</param>
/// <param name="Published">Messages that a log took, and broadcasts.</param>
/// <param name="PublishFailures">Messages whose sender got an error.</param>
/// <param name="PublishRetries">Messages that were sent to their log again.</param>
/// <param name="Received">Messages that came from the grains.</param>
/// <param name="Delivered">Frames with messages that connections took.</param>
/// <param name="Dropped">Frames that a closing connection did not take; they follow on resume.</param>
/// <param name="Gaps">Gaps that were announced.</param>
/// <param name="Reattached">Times that a lost route was restored.</param>
internal sealed record GatewayCounts(
    long Connects,
    long Closes,
    long Rejects,
    long SlowConsumers,
    long FramesReceived,
    long BytesReceived,
    long FramesSent,
    long BytesSent,
    long Errors,
    long Published,
    long PublishFailures,
    long PublishRetries,
    long Received,
    long Delivered,
    long Dropped,
    long Gaps,
    long Reattached);
