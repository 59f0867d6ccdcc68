using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What all lanes of the gateway do with a call.</summary>
internal sealed class LaneReceiver(
    AudienceRegistry audiences,
    ReattachQueue reattach,
    IConnectionDirectory connections,
    IFrameEncoder encoder,
    RecentIds broadcasts,
    RecentLiveIds live,
    GatewayStatistics statistics,
    DeliveryMetrics metrics)
{
    /// <summary>How many local connections listen to a log.</summary>
    public int AudienceOf(LogId log) => audiences.Find(log)?.Count ?? 0;

    /// <summary>Hands a batch to its audience.</summary>
    public DeliveryAck Deliver(DeliveryBatch batch)
    {
        if (audiences.Find(batch.Log) is not { } audience)
        {
            return new DeliveryAck(Attached: false, 0);
        }

        try
        {
            var outcome = batch.Live
                ? audience.DeliverLive(batch, encoder, live)
                : audience.Deliver(batch, encoder);
            statistics.Delivered(batch.Log.Kind, outcome);
            metrics.Delivered(outcome);
            return outcome.Ack;
        }
        catch
        {
            statistics.DeliveryFailed(batch.Messages.Count);
            throw;
        }
    }

    /// <summary>The owner gave the route up: the audience attaches again.</summary>
    public void RouteLost(LogId log)
    {
        if (audiences.Find(log) is { } audience)
        {
            reattach.Add(audience);
        }
    }

    /// <summary>Sends a broadcast to every connection, once per id.</summary>
    public int Broadcast(Message message)
    {
        if (!broadcasts.TryAdd(message.Id))
        {
            return 0;
        }

        var except = message.Echo == EchoPolicy.ExceptOrigin ? message.OriginSessionId : null;
        var reached = connections.Broadcast(encoder.Encode(default, message), except);
        statistics.BroadcastTaken(reached);
        metrics.Broadcast(reached);
        return reached;
    }

    /// <summary>Tells every connection of a user which conversations it hears from now on. The inbox's audience is the list of these connections.</summary>
    public Task ChangeConversationsAsync(ConversationChange change) => audiences.Find(LogId.Inbox(change.UserId)) is { } inbox
        ? Task.WhenAll(inbox.GetTargets().Select(target => target.OnConversationsChangedAsync(change)))
        : Task.CompletedTask;

    /// <summary>Tells the connections concerned what goes on.</summary>
    public void Signal(IReadOnlyList<Signal> signals)
    {
        var reached = 0;
        foreach (var signal in signals)
        {
            reached += audiences.Find(signal.Log)?.Hand(signal, encoder) ?? 0;
        }

        metrics.Signalled(reached);
    }

    /// <summary>The users who listen to a log here.</summary>
    public IReadOnlyList<string> GetAudience(LogId log) => audiences.Find(log)?.GetUsers() ?? Array.Empty<string>();

    /// <summary>The socket of a session, if it is here.</summary>
    public SocketDescription? Describe(string sessionId) => connections.Describe(sessionId);

    /// <summary>Closes the socket of a session.</summary>
    public void Close(CloseSession request) => connections.Close(request);
}
