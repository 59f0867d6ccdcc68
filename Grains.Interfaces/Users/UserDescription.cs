using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;

namespace Orleans.Realtime.Grains.Interfaces.Users;

/// <summary>A user as its owner sees it, for somebody who looks into it.</summary>
/// <param name="Inbox">The inbox, and the gateways that it is delivered to.</param>
/// <param name="Pending">Messages of the inbox that wait.</param>
/// <param name="Presence">Whether the user is there.</param>
/// <param name="ConnectionCount">How many live connections there are.</param>
/// <param name="Connections">The first <see cref="MaxConnections"/> of them.</param>
/// <param name="ConversationCount">How many groups and private conversations the user takes part in, those included that were quiet.</param>
/// <param name="Conversations">The first <see cref="MaxConversations"/> of them.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.user-description")]
public sealed record UserDescription(
    [property: Id(0)] LogDescription Inbox,
    [property: Id(1)] int Pending,
    [property: Id(2)] UserPresence Presence,
    [property: Id(3)] int ConnectionCount,
    [property: Id(4)] UserConnection[] Connections,
    [property: Id(5)] int ConversationCount,
    [property: Id(6)] UserConversation[] Conversations)
{
    /// <summary>Most connections that one answer names.</summary>
    public const int MaxConnections = 1_000;

    /// <summary>Most conversations that one answer names.</summary>
    public const int MaxConversations = 1_000;
}
