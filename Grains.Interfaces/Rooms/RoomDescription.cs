using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>A room as its owner sees it, for somebody who looks into it.</summary>
/// <param name="Log">Its log, and who it is delivered to.</param>
/// <param name="Connections">Connections over all gateways.</param>
/// <param name="Some">Some of them, as many as were asked for, each with its gateway's instance id.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.room-description")]
public sealed record RoomDescription(
    [property: Id(0)] LogDescription Log,
    [property: Id(1)] int Connections,
    [property: Id(2)] KeyValuePair<string, Subscriber>[] Some)
{
    /// <summary>Most connections that one answer names.</summary>
    public const int MaxConnections = 1_000;
}
