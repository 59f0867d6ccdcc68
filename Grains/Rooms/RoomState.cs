using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Rooms;

/// <summary>What one activation of a room hands to the next.</summary>
[GenerateSerializer]
[Alias("realtime.room-state")]
internal sealed class RoomState
{
    /// <summary>The routes.</summary>
    [Id(0)]
    public List<RouteState<Subscriber>> Routes { get; set; } = [];
}
