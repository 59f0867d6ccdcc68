using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>A part of the lanes with a lock of its own. A lane is here only while something waits or is in flight.</summary>
internal sealed class PublishShard
{
    /// <summary>How many empty lanes are kept for reuse.</summary>
    private const int MaxPooled = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<LogId, PublishLane> _lanes = [];
    private readonly Stack<PublishLane> _pool = new();

    /// <summary>How many lanes are at work.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Queues a message. Answers the lane when the caller must drain it; false when the log has too many waiting.</summary>
    public bool TryEnqueue(LogId log, PendingPublish pending, int maxPending, out PublishLane? toDrain)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(log, out var lane))
            {
                toDrain = null;
                if (lane.Waiting >= maxPending)
                {
                    return false;
                }
            }
            else
            {
                lane = _pool.TryPop(out var pooled) ? pooled : new PublishLane(this);
                lane.Log = log;
                _lanes.Add(log, lane);
                toDrain = lane;
            }

            lane.Enqueue(pending);
            return true;
        }
    }

    /// <summary>Fills the lane's batch; false when nothing waits any more: the lane is gone then.</summary>
    public bool TakeBatch(PublishLane lane, int most)
    {
        lock (_gate)
        {
            lane.TakeBatch(most);
            if (lane.Batch.Count > 0)
            {
                return true;
            }

            _lanes.Remove(lane.Log);
            lane.Owner = null;
            if (_pool.Count < MaxPooled)
            {
                _pool.Push(lane);
            }

            return false;
        }
    }
}
