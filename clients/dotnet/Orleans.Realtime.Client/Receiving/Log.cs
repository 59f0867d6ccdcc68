using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>Where this client stands in one log.</summary>
internal sealed class Log(RealtimeLog kind, string id, LogPosition? position = null)
{
    private const int MaxOwn = 1_000;

    // Places of own messages that lie ahead: the server does not send them to us, so they are passed when it is their turn.
    private readonly HashSet<long> _own = [];

    // What was given to the application and is not handled yet, in its order.
    private readonly Queue<Delivered> _open = [];

    public RealtimeLog Kind { get; } = kind;

    public string Id { get; } = id;

    /// <summary>The last place that was taken; null before the first.</summary>
    public long? Seq { get; private set; } = position?.Seq;

    public string? Epoch { get; set; } = position?.Epoch;

    public Hold? Hold { get; set; }

    /// <summary>The lane of what is sent to it.</summary>
    public string Lane => LaneOf(Kind, Id);

    public LogPosition? Position => Seq is { } seq ? new LogPosition(seq, Epoch) : null;

    /// <summary>Up to where everything was handled: behind what was taken while handlers are at work.</summary>
    public LogPosition? Handled => Seq is { } seq ? new LogPosition(_open.TryPeek(out var first) ? Math.Min(first.Seq - 1, seq) : seq, Epoch) : null;

    public ChatTarget Target => Kind switch { RealtimeLog.Room => ChatTarget.Room(Id), RealtimeLog.Group => ChatTarget.Group(Id), _ => ChatTarget.User(Id) };

    public static string LaneOf(RealtimeLog kind, string id) => kind switch { RealtimeLog.Room => "room/", RealtimeLog.Group => "group/", _ => "private/" } + id;

    /// <summary>Whether the place is a new one, and then moves there.</summary>
    public bool Take(long seq)
    {
        if (seq <= Seq)
        {
            return false;
        }

        MoveTo(seq);
        return true;
    }

    /// <summary>A message of this client has that place.</summary>
    public void TakeOwn(long seq)
    {
        if (seq > Seq && _own.Count < MaxOwn)
        {
            _own.Add(seq);
            MoveTo(Seq.Value);
        }
    }

    /// <summary>It begins there, if nothing was heard of it before.</summary>
    public void Begin(long seq, string? epoch)
    {
        Seq ??= seq;
        Epoch ??= epoch;
    }

    /// <summary>The log goes on behind that place, whatever was before.</summary>
    public void Reset(long seq, string? epoch)
    {
        _own.Clear();
        _open.Clear();
        (Seq, Epoch) = (seq, epoch);
    }

    /// <summary>Something of this log was given to the application.</summary>
    public void Opened(Delivered delivered) => _open.Enqueue(delivered);

    /// <summary>Something of this log was handled. The place up to which everything is now, where that has moved.</summary>
    public long? Close()
    {
        long? moved = null;
        while (_open.TryPeek(out var first) && first.IsDone)
        {
            moved = _open.Dequeue().Seq;
        }

        return moved;
    }

    private void MoveTo(long place)
    {
        var seq = place;
        while (_own.Remove(seq + 1))
        {
            seq++;
        }

        if (_own.Count > 0)
        {
            _own.RemoveWhere(own => own <= seq);
        }

        Seq = seq;
    }
}
