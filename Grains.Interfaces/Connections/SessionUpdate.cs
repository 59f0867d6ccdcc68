using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>What changed in a session since the last update.</summary>
/// <param name="Positions">Subscriptions that are new, or whose confirmed position moved; the inbox's position too.</param>
/// <param name="Removed">Subscriptions that ended.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.session-update")]
public sealed record SessionUpdate(
    [property: Id(0)] IReadOnlyList<SessionPosition> Positions,
    [property: Id(1)] IReadOnlyList<LogId> Removed);
