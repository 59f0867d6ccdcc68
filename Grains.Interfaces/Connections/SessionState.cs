using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>A session as its client left it.</summary>
/// <param name="Found">False when a resume named a session that is unknown or expired: the gateway makes a new one.</param>
/// <param name="Subscriptions">The rooms, each with the last position that the client confirmed.</param>
/// <param name="Inbox">The inbox position that the client confirmed; <see langword="null"/> when it never did.</param>
/// <param name="Hold">Orders the sockets that held the session: the one with the greater number came later, and holds it. 0 when not found.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.session-state")]
public sealed record SessionState(
    [property: Id(0)] bool Found,
    [property: Id(1)] IReadOnlyList<SessionPosition> Subscriptions,
    [property: Id(2)] LogPosition? Inbox,
    [property: Id(3)] long Hold);
