using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>A room as its owner sees it.</summary>
/// <param name="LastSeq">Newest position of the log.</param>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Gateways">The gateways with an audience, each with its connections.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.room-status")]
public sealed record RoomStatus(
    [property: Id(0)] long LastSeq,
    [property: Id(1)] string Epoch,
    [property: Id(2)] IReadOnlyList<GatewayAudience> Gateways)
{
    /// <summary>The services that listen.</summary>
    [Id(3)]
    public IReadOnlyList<RoomSubscriber> Subscribers { get; init; } = Array.Empty<RoomSubscriber>();
}
