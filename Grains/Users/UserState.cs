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

    /// <summary>The conversations that the user takes part in.</summary>
    [Id(2)]
    public List<ConversationEntry> Conversations { get; set; } = [];

    /// <summary>How often that list has changed.</summary>
    [Id(3)]
    public long ConversationsVersion { get; set; }

    /// <summary>Whether there is anything to remember.</summary>
    public bool IsEmpty => Routes.Count == 0 && LastSeenUnixMs is null && Conversations.Count == 0 && ConversationsVersion == 0;
}
