using Orleans.Concurrency;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>
/// One delivery lane of a gateway, called by the grains. A gateway has several, since one observer handles one call at a
/// time; a log always uses the same lane, which keeps its batches in order.
/// </summary>
[Alias("realtime.gateway-observer")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>
    /// Takes the next messages of one log for the local audience. Answers the position up to which the gateway now holds
    /// the log: a repeated batch changes nothing, a batch with a hole before it is refused and the old position answered.
    /// </summary>
    [Alias("deliver")]
    Task<DeliveryAck> DeliverAsync(DeliveryBatch batch);

    /// <summary>
    /// The activation that delivered this log goes away (it moves, or another one owns the log already). A gateway that still
    /// has an audience for the log attaches again with the position that it holds. Best effort: where it does not arrive, the
    /// loss of the host (<see cref="AttachResult.HostId"/>) says the same later.
    /// </summary>
    [OneWay]
    [Alias("route-lost")]
    Task RouteLostAsync(LogId log);

    /// <summary>Sends a message to every live connection of the gateway, once per message id. Answers how many got it.</summary>
    [Alias("broadcast")]
    Task<int> BroadcastAsync(Message message);

    /// <summary>Closes the socket of a session, if this gateway still holds the one that is meant.</summary>
    [Alias("close-session")]
    Task CloseSessionAsync(CloseSession request);

    /// <summary>
    /// The conversations of a user changed. Answers when the user's connections here hear what was added, and hear nothing more of what was removed.
    /// A user who has no connection here is no error. It waits for the conversations, which is why it interleaves: deliveries go on meanwhile.
    /// </summary>
    [AlwaysInterleave]
    [Alias("conversations-changed")]
    Task ConversationsChangedAsync(ConversationChange change);

    /// <summary>Tells the connections concerned what goes on; best effort.</summary>
    [OneWay]
    [Alias("signal")]
    Task SignalAsync(IReadOnlyList<Signal> signals);

    /// <summary>The users whose connections here listen to a conversation, each once.</summary>
    [Alias("audience")]
    Task<IReadOnlyList<string>> GetAudienceAsync(LogId log);

    /// <summary>The socket of a session, if this gateway holds it.</summary>
    [Alias("describe-session")]
    Task<SocketDescription?> DescribeSessionAsync(string sessionId);
}
