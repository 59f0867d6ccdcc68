using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>
/// The messages of one log that wait, first in first out, while one batch is in flight. Guarded by its
/// <see cref="PublishShard"/>; the batch itself belongs to whoever drains the lane.
/// </summary>
internal sealed class PublishLane(PublishShard shard)
{
    private PendingPublish? _first;
    private PendingPublish? _last;

    /// <summary>Where it is, and whose lock guards it.</summary>
    public PublishShard Shard => shard;

    /// <summary>The next one that is held back by the same caller.</summary>
    public PublishLane? NextHeld { get; set; }

    /// <summary>Whose messages.</summary>
    public LogId Log { get; set; }

    /// <summary>The grain that takes them; found when the lane begins to drain.</summary>
    public ILogOwner? Owner { get; set; }

    /// <summary>How many wait, the batch in flight not counted.</summary>
    public int Waiting { get; private set; }

    /// <summary>The batch in flight.</summary>
    public List<PendingPublish> Batch { get; } = new(1);

    /// <summary>Adds one at the end.</summary>
    public void Enqueue(PendingPublish pending)
    {
        if (_last is null)
        {
            _first = pending;
        }
        else
        {
            _last.Next = pending;
        }

        _last = pending;
        Waiting++;
    }

    /// <summary>Moves the oldest into <see cref="Batch"/>.</summary>
    public void TakeBatch(int most)
    {
        while (_first is { } pending && Batch.Count < most)
        {
            _first = pending.Next;
            pending.Next = null;
            Batch.Add(pending);
            Waiting--;
        }

        if (_first is null)
        {
            _last = null;
        }
    }
}
