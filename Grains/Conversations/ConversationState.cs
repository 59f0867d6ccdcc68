using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>What a group is, and what one activation of a conversation hands to the next.</summary>
[GenerateSerializer]
[Alias("realtime.conversation-state")]
internal sealed class ConversationState
{
    /// <summary>Whether the group is there. Private conversations need no state for that.</summary>
    [Id(0)]
    public GroupStatus Status { get; set; }

    /// <summary>The group's name for people.</summary>
    [Id(1)]
    public string? Name { get; set; }

    /// <summary>Who owns the group.</summary>
    [Id(2)]
    public string OwnerId { get; set; } = string.Empty;

    /// <summary>When it was made, milliseconds since the Unix epoch.</summary>
    [Id(3)]
    public long CreatedAtUnixMs { get; set; }

    /// <summary>The id of the request that made it.</summary>
    [Id(4)]
    public string? RequestId { get; set; }

    /// <summary>Whether all first members were told.</summary>
    [Id(5)]
    public bool Told { get; set; }

    /// <summary>The gateways with an audience.</summary>
    [Id(6)]
    public List<RouteState<Subscriber>> Routes { get; set; } = [];
}
