using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Connections;

/// <summary>How far a session's client confirmed one log.</summary>
/// <param name="Log">The log.</param>
/// <param name="Position">Confirmed up to and including here.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.session-position")]
public readonly record struct SessionPosition([property: Id(0)] LogId Log, [property: Id(1)] LogPosition Position);
