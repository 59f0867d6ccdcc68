namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>A session's socket as its gateway sees it.</summary>
/// <param name="QueuedFrames">Frames that wait to be sent.</param>
/// <param name="QueuedBytes">Their bytes, before compression.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.socket-description")]
public sealed record SocketDescription([property: Id(0)] int QueuedFrames, [property: Id(1)] long QueuedBytes);
