using Orleans.Realtime.Grains.Interfaces.Conversations;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>What the <c>connected</c> frame tells.</summary>
/// <param name="SessionId">The session: come back with it.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Timestamp">The gateway's clock; whole seconds go out.</param>
/// <param name="Resumed">Whether an earlier session goes on.</param>
/// <param name="InstanceId">The gateway.</param>
/// <param name="PingInterval">How often the gateway pings.</param>
/// <param name="InboxNextSeq">The position that the next inbox message will have.</param>
/// <param name="InboxPending">How many inbox messages wait.</param>
/// <param name="InboxEpoch">The inbox's epoch.</param>
/// <param name="Unread">The conversations that hold something unread.</param>
internal sealed record ConnectedFrame(
    string SessionId,
    string UserId,
    DateTimeOffset Timestamp,
    bool Resumed,
    string InstanceId,
    TimeSpan PingInterval,
    long InboxNextSeq,
    long InboxPending,
    string InboxEpoch,
    IReadOnlyList<ConversationUnread> Unread);
