using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Conversations;

/// <summary>What one member has not read of one conversation.</summary>
/// <param name="Log">The conversation.</param>
/// <param name="Count">Messages of others behind the member's read position that are still there. Exact among the newest 1,000 entries of the log; older ones are counted without looking at them.</param>
/// <param name="LastSeq">The newest position of the log.</param>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="ReadSeq">The member's read position.</param>
/// <param name="Messages">The newest of the unread, ascending; as many as were asked for.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.conversation-unread")]
public sealed record ConversationUnread(
    [property: Id(0)] LogId Log,
    [property: Id(1)] int Count,
    [property: Id(2)] long LastSeq,
    [property: Id(3)] string Epoch,
    [property: Id(4)] long ReadSeq,
    [property: Id(5)] IReadOnlyList<Message> Messages)
{
    /// <summary>Most messages that one answer carries.</summary>
    public const int MaxMessages = 20;
}
