using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>
/// The conversations of a user changed while it has connections on a gateway. Changes of one user are numbered; a gateway applies them
/// in order, on top of the list with the number that <see cref="Users.ConnectResult.ConversationsVersion"/> told.
/// </summary>
/// <param name="UserId">Whose.</param>
/// <param name="Version">The number of the list after the change.</param>
/// <param name="Added">Conversations to hear from now on, behind <see cref="UserConversation.JoinedSeq"/> - 1, so that the entry that added the user is heard too.</param>
/// <param name="Removed">Conversations that must not be heard any more.</param>
/// <param name="Whole">True when <paramref name="Added"/> is all that the user should hear: a group that is heard and not listed must not be heard any more, whatever the version before was.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.conversation-change")]
public sealed record ConversationChange(
    [property: Id(0)] string UserId,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<UserConversation> Added,
    [property: Id(3)] IReadOnlyList<LogId> Removed,
    [property: Id(4)] bool Whole = false);
