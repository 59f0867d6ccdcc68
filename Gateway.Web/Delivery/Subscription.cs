using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// One connection's place in one audience. State, seq and epoch are guarded by the audience's lock; the confirmed and the
/// marked position belong to the session.
/// </summary>
internal sealed class Subscription(Audience audience, IDeliveryTarget target)
{
    private const long None = -1;

    private byte _started;

    // One field less than a nullable position has: there is a subscription for every idle connection.
    private LogPosition _marked = new(None, null);

    /// <summary>The audience.</summary>
    public Audience Audience => audience;

    /// <summary>The connection.</summary>
    public IDeliveryTarget Target => target;

    /// <summary>Where the next message comes from.</summary>
    public SubscriptionState State { get; set; }

    /// <summary>While it catches up: the last position handed over. Live: nothing up to here is handed over.</summary>
    public long Seq { get; set; }

    /// <summary>The epoch that <see cref="Seq"/> belongs to; <see langword="null"/>: whatever the log's is, which the next page of history tells.</summary>
    public string? Epoch { get; set; }

    /// <summary>In a group: where the user's membership began; what is before it is not the user's to hear. 0 from the beginning.</summary>
    public long JoinedSeq { get; set; }

    /// <summary>Positions up to here are not the user's to hear.</summary>
    public long Floor => Math.Max(0, JoinedSeq - 1);

    /// <summary>The client has everything up to here.</summary>
    public LogPosition Confirmed { get; set; }

    /// <summary>What was queued before the ping that is on its way; <see langword="null"/> when none is.</summary>
    public LogPosition? Marked
    {
        get => _marked.Seq == None ? null : _marked;
        set => _marked = value ?? new LogPosition(None, null);
    }

    /// <summary>The position that the session's grain knows; -1 before it knows any.</summary>
    public long RecordedSeq { get; set; } = -1;

    /// <summary>The log as its owner described it when the connection joined.</summary>
    public LogPosition Head { get; set; }

    /// <summary>
    /// Where this socket began to hear the log; everything behind it was sent or is going to be. Before that, in a conversation: where it is to begin,
    /// or <see cref="Now"/>.
    /// </summary>
    public LogPosition StartedAt { get; set; }

    /// <summary>While the owner is being told of the connection, or of its end.</summary>
    public Task? Pending { get; set; }

    /// <summary>To begin with what comes next.</summary>
    public static LogPosition Now { get; } = new(None, null);

    /// <summary>The right to start it; false when somebody has.</summary>
    public bool TryClaimStart() => Interlocked.Exchange(ref _started, (byte)1) == 0;

    /// <summary>A position of this log, or the first behind which the user may hear it.</summary>
    public LogPosition NotBeforeFloor(LogPosition position) =>
        position.Seq < Floor && (position.Epoch is null || Head.Epoch is null || position.Epoch == Head.Epoch) ? position with { Seq = Floor } : position;

    /// <summary>Whether the message is the connection's own and does not come back.</summary>
    public bool IsEcho(Message message) => message.Echo switch
    {
        EchoPolicy.ExceptOrigin => message.OriginSessionId is { } origin && origin == target.SessionId,
        EchoPolicy.ExceptSender => message.SenderId is { } sender && sender == target.UserId,
        _ => false,
    };

    /// <summary>Whether an entry of the log ends the membership that this subscription rests on: not one behind which it began.</summary>
    public bool IsEndedBy(Message message, string? epoch) =>
        message.Kind == MessageKind.Member
        && message.Type == MemberActions.Removed
        && message.Reference?.UserId == target.UserId
        && message.Seq > JoinedSeq
        && (State == SubscriptionState.Pending || Epoch != epoch || message.Seq > Seq);
}
