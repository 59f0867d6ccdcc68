namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>Orders a gateway to close a session's socket.</summary>
/// <param name="SessionId">Whose socket.</param>
/// <param name="SocketId">Which of the session's sockets, or <see langword="null"/> for whichever there is: a newer socket of the same session is not hit by the order that was meant for the older one.</param>
/// <param name="CloseCode">The WebSocket close code, for example 4409.</param>
/// <param name="Reason">At most 123 bytes of UTF-8.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.close-session")]
public sealed record CloseSession(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string? SocketId,
    [property: Id(2)] int CloseCode,
    [property: Id(3)] string Reason);
