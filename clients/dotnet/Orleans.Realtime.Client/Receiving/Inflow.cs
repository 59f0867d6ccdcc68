using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;
using Orleans.Realtime.Client.Sending;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>Sees to it that every message of every log is delivered once and in order, and that what is missing is fetched or told. All of it runs under the client's gate.</summary>
internal sealed class Inflow(Outbox outbox, IDeliveryOwner owner, bool repairGaps, ClientSnapshot? snapshot)
{
    private const int MaxHeld = 5_000;
    private static readonly SendOptions Ask = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly OwnMessages _own = new();

    /// <summary>Something was left out: positions stand where they are until the next connection brings it again.</summary>
    public bool IsBehind { get; private set; }

    public LogTable Logs { get; } = new(snapshot);

    /// <summary>Takes a message, or whatever has a place in a log.</summary>
    public void Message(RealtimeLog kind, string id, ServerFrame frame)
    {
        if (Ready(kind, id, frame) is not { } log || (frame.Seq is { } place && place <= log.Seq))
        {
            return;
        }

        var isOwn = _own.Contains(frame.Id);
        if (!isOwn && !MayDeliver(kind))
        {
            return;
        }

        if (frame.Seq is { } seq)
        {
            log.Take(seq);
        }

        if (!isOwn)
        {
            owner.Deliver(log, frame);
        }
    }

    /// <summary>Takes a <c>gap</c> frame of a log.</summary>
    public void Gap(ServerFrame frame)
    {
        var (kind, id) = PlaceOf(frame);
        if (Ready(kind, id, frame) is not { } log || !MayDeliver(kind))
        {
            return;
        }

        var (from, to) = (frame.Root.Number("from_seq") ?? 0, frame.Root.Number("to_seq") ?? 0);
        var isReset = (log.Epoch is not null && frame.Epoch is not null && log.Epoch != frame.Epoch) || from <= log.Seq;
        if (isReset)
        {
            log.Reset(from - 1, frame.Epoch);
        }

        log.Epoch ??= frame.Epoch;
        var gap = new Gap { Log = kind, Id = id, FromSeq = from, ToSeq = to, Epoch = frame.Epoch, IsReset = isReset };
        if (kind == RealtimeLog.Inbox || to < from || !repairGaps)
        {
            log.Take(Math.Max(to, from - 1));
            owner.Tell(gap);
        }
        else
        {
            // Told now, since from now on the log stands in its new life, whatever becomes of the repair.
            if (isReset)
            {
                owner.Tell(gap with { ToSeq = from - 1 });
            }

            new GapRepair(this, log, gap with { IsReset = false }).Begin();
        }
    }

    /// <summary>Something of this client's own was stored.</summary>
    public void Own(RealtimeLog kind, string id, string messageId, long? seq)
    {
        _own.Add(messageId);
        if (seq is { } place)
        {
            Find(kind, id)?.TakeOwn(place);
        }
    }

    /// <summary>Keeps a log's frames back until what was sent to it is answered, and then delivers them in their order.</summary>
    public void HoldUntilAnswered(Log log)
    {
        var hold = new Hold { GiveUp = () => Release(log) };
        if (outbox.WhenAnswered(log.Lane, Answered))
        {
            log.Hold = hold;
        }

        void Answered()
        {
            if (log.Hold == hold)
            {
                Release(log);
            }
        }
    }

    /// <summary>The connection was lost: what was kept back or left out comes again, behind the positions that stand.</summary>
    public void Lost()
    {
        IsBehind = false;
        foreach (var log in Logs.Chats)
        {
            log.Hold = null;
        }
    }

    /// <summary>Delivers what was kept back.</summary>
    public void Release(Log log)
    {
        var frames = log.Hold?.Frames ?? [];
        log.Hold = null;
        foreach (var frame in frames)
        {
            // One of them may hold the log again; then the others follow it there.
            if (frame.Type == FrameType.Gap)
            {
                Gap(frame);
            }
            else
            {
                Message(log.Kind, log.Id, frame);
            }
        }
    }

    /// <summary>Asks history of a log; calls back with null where there is no answer.</summary>
    public void AskHistory(Log log, long? after, int limit, Action<ServerFrame?> done)
    {
        outbox.Add(new Request
        {
            Type = "history",
            Options = Ask,
            OnLoss = LossPolicy.Drop,
            OnReply = done,
            OnFailure = _ => done(null),
            Fields = writer =>
            {
                writer.WriteTarget(log.Target);
                writer.WriteOptional("after_seq"u8, after);
                writer.WriteNumber("limit"u8, limit);
            },
        });
    }

    /// <summary>A message of history, in its place.</summary>
    public void Repaired(Log log, ServerFrame message, long seq)
    {
        if (log.Take(seq) && !_own.Contains(message.Id))
        {
            owner.Deliver(log, message);
        }
    }

    /// <summary>Whether something may be given to the application now. If not, nothing may until the next connection: nothing must be missing in between.</summary>
    public bool MayDeliver(RealtimeLog kind)
    {
        if (kind == RealtimeLog.Inbox)
        {
            return owner.HasRoom(kind);
        }

        IsBehind |= !owner.HasRoom(kind);
        return !IsBehind;
    }

    /// <summary>What is missing for good.</summary>
    public void Tell(Gap gap) => owner.Tell(gap);

    private static (RealtimeLog Kind, string Id) PlaceOf(ServerFrame frame) => frame switch
    {
        { RoomId: { } room } => (RealtimeLog.Room, room),
        { GroupId: { } group } => (RealtimeLog.Group, group),
        { PeerUserId: { } peer } => (RealtimeLog.Private, peer),
        _ => (RealtimeLog.Inbox, ""),
    };

    // A room exists only while it is subscribed to; conversations that were not heard of before are made.
    private Log? Find(RealtimeLog kind, string id)
    {
        if (Logs.Find(kind, id) is { } log || kind is RealtimeLog.Inbox or RealtimeLog.Room)
        {
            return Logs.Find(kind, id);
        }

        // Frames of conversations do not say their epoch. Without it nobody notices when the log begins anew.
        var added = Logs.Add(kind, id);
        AskHistory(added, after: null, limit: 1, reply => added.Epoch ??= reply?.Epoch);
        return added;
    }

    // The log, unless its frames wait, this one with them.
    private Log? Ready(RealtimeLog kind, string id, ServerFrame frame)
    {
        var log = Find(kind, id);
        if (log?.Hold is not { } hold)
        {
            return log;
        }

        hold.Frames.Add(frame);
        if (hold.Frames.Count > MaxHeld)
        {
            hold.GiveUp();
        }

        return null;
    }
}
