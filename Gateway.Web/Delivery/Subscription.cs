using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// One connection's place in one audience. State, seq and epoch are guarded by the audience's lock; the confirmed and the
/// marked position belong to the session.
/// </summary>
internal sealed class Subscription(Audience audience, IDeliveryTarget target)
{
    /// <summary>The audience.</summary>
    public Audience Audience => audience;

    /// <summary>The connection.</summary>
    public IDeliveryTarget Target => target;

    /// <summary>Where the next message comes from.</summary>
    public SubscriptionState State { get; set; }

    /// <summary>While it catches up: the last position handed over. Live: nothing up to here is handed over.</summary>
    public long Seq { get; set; }

    /// <summary>The epoch that <see cref="Seq"/> belongs to; <see langword="null"/>: whatever the log's is.</summary>
    public string? Epoch { get; set; }

    /// <summary>The client has everything up to here.</summary>
    public LogPosition Confirmed { get; set; }

    /// <summary>What was queued before the ping that is on its way; <see langword="null"/> when none is.</summary>
    public LogPosition? Marked { get; set; }

    /// <summary>The position that the session's grain knows; -1 before it knows any.</summary>
    public long RecordedSeq { get; set; } = -1;

    /// <summary>The log as its owner described it when the connection joined.</summary>
    public LogPosition Head { get; set; }

    /// <summary>Where this socket began to hear the log; everything behind it was sent or is going to be.</summary>
    public LogPosition StartedAt { get; set; }

    /// <summary>While the owner is being told of the connection, or of its end.</summary>
    public Task? Pending { get; set; }

    /// <summary>Whether the message is the connection's own and does not come back.</summary>
    public bool IsEcho(Message message) => message.Echo switch
    {
        EchoPolicy.ExceptOrigin => message.OriginSessionId is { } origin && origin == target.SessionId,
        EchoPolicy.ExceptSender => message.SenderId is { } sender && sender == target.UserId,
        _ => false,
    };
}
