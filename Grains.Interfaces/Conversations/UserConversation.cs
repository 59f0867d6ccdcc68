using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>A conversation that a user takes part in, as the user's grain remembers it.</summary>
/// <param name="Log">A group's or a private conversation's log.</param>
/// <param name="JoinedSeq">
/// Of a group: what is behind this position is the user's to hear, 0 from the beginning. Of a private conversation: the message with which its present activity began;
/// a session that did not know it goes on there.
/// </param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.user-conversation")]
public readonly record struct UserConversation([property: Id(0)] LogId Log, [property: Id(1)] long JoinedSeq);
