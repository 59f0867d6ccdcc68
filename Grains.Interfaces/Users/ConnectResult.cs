using Orleans.Realtime.Grains.Interfaces.Conversations;

namespace Orleans.Realtime.Grains.Interfaces.Users;

/// <summary>The inbox at the moment of connecting.</summary>
/// <param name="LastSeq">Newest position of the inbox; 0 when nothing was ever sent. For a gateway that was not attached, live delivery starts right behind it.</param>
/// <param name="Epoch">The inbox's epoch.</param>
/// <param name="AckedSeq">Confirmed up to here: a new session gets what is after it.</param>
/// <param name="Pending">How many messages wait.</param>
/// <param name="HostId">The silo that answered: when it is lost, attach again.</param>
/// <param name="Conversations">What the user takes part in and the gateway should listen to: all groups, and the private conversations that were active of late.</param>
/// <param name="ConversationsVersion">The number of that list; <see cref="Gateways.ConversationChange"/> counts on from it.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.connect-result")]
public sealed record ConnectResult(
    [property: Id(0)] long LastSeq,
    [property: Id(1)] string Epoch,
    [property: Id(2)] long AckedSeq,
    [property: Id(3)] int Pending,
    [property: Id(4)] string HostId,
    [property: Id(5)] IReadOnlyList<UserConversation> Conversations,
    [property: Id(6)] long ConversationsVersion);
