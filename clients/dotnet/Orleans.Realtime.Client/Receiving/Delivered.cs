using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Client.Receiving;

/// <summary>An event on its way to whoever listens, until all have handled it.</summary>
internal sealed class Delivered(RealtimeEvent occurrence, Log? log, long seq, Action<Delivered> onDone)
{
    // Whoever carries it holds it, too.
    private int _holders = 1;

    public RealtimeEvent Event { get; } = occurrence;

    /// <summary>Where it has a place; null for what is in no log.</summary>
    public Log? Log { get; } = log;

    public long Seq { get; } = seq;

    public bool IsFromInbox => Log?.Kind == RealtimeLog.Inbox;

    public bool IsDone { get; private set; }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            IsDone = true;
            onDone(this);
        }
    }
}
