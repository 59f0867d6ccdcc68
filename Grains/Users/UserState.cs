using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Users;

/// <summary>What one activation of a user hands to the next.</summary>
[GenerateSerializer]
[Alias("realtime.user-state")]
internal sealed class UserState
{
    /// <summary>The gateways with connections of the user.</summary>
    [Id(0)]
    public List<RouteState<UserConnection>> Routes { get; set; } = [];

    /// <summary>When the last connection ended, milliseconds since the Unix epoch.</summary>
    [Id(1)]
    public long? LastSeenUnixMs { get; set; }
}
