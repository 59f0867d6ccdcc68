using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>The sessions whose sockets this gateway holds, in parts with a lock each.</summary>
internal sealed class SessionRegistry : IConnectionDirectory
{
    private readonly Shard[] _shards;
    private int _count;

    public SessionRegistry(IOptions<SessionOptions> options)
    {
        _shards = new Shard[options.Value.Shards];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new Shard();
        }
    }

    /// <inheritdoc />
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many sockets each part holds.</summary>
    public IReadOnlyList<int> CountByShard => Array.ConvertAll(_shards, shard => shard.Count);

    /// <summary>
    /// Takes a session in, in place of the one with the same id, if there is one. False: that one holds the session since later,
    /// though it came here first, and stays.
    /// </summary>
    public bool TryAdd(Session session, out Session? replaced)
    {
        if (!ShardOf(session.SessionId).TryPut(session, out replaced))
        {
            return false;
        }

        if (replaced is null)
        {
            Interlocked.Increment(ref _count);
        }

        return true;
    }

    /// <summary>Takes a session out, if it is still the one with its id.</summary>
    public void Remove(Session session)
    {
        if (ShardOf(session.SessionId).Remove(session))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>All sessions at this moment.</summary>
    public IReadOnlyList<Session> Snapshot()
    {
        var all = new List<Session>(Count);
        foreach (var shard in _shards)
        {
            shard.CopyTo(all);
        }

        return all;
    }

    /// <inheritdoc />
    public int Broadcast(OutboundFrame frame, string? exceptSessionId)
    {
        var reached = 0;
        var sessions = Snapshot();
        foreach (var session in sessions)
        {
            if (session.IsAnnounced && session.SessionId != exceptSessionId && session.TryEnqueue(frame))
            {
                reached++;
            }
        }

        foreach (var session in sessions)
        {
            session.Flush();
        }

        return reached;
    }

    /// <inheritdoc />
    public QueueTotals SumQueues()
    {
        var totals = default(QueueTotals);
        foreach (var shard in _shards)
        {
            totals = shard.SumQueues(totals);
        }

        return totals;
    }

    /// <inheritdoc />
    public SocketDescription? Describe(string sessionId) => Find(sessionId)?.Queue;

    /// <inheritdoc />
    public void Close(CloseSession request)
    {
        if (Find(request.SessionId) is { } session
            && (request.SocketId is null || request.SocketId == session.SocketId))
        {
            session.CloseByOrder(request.CloseCode, request.Reason);
        }
    }

    private Session? Find(string sessionId) => ShardOf(sessionId).Find(sessionId);

    private Shard ShardOf(string sessionId) => _shards[(uint)sessionId.GetHashCode(StringComparison.Ordinal) % (uint)_shards.Length];

    private sealed class Shard
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, Session> _sessions = [];

        public int Count
        {
            get
            {
                lock (_gate)
                {
                    return _sessions.Count;
                }
            }
        }

        public bool TryPut(Session session, out Session? replaced)
        {
            lock (_gate)
            {
                if (_sessions.TryGetValue(session.SessionId, out replaced) && replaced.Hold > session.Hold)
                {
                    return false;
                }

                _sessions[session.SessionId] = session;
                return true;
            }
        }

        public bool Remove(Session session)
        {
            lock (_gate)
            {
                return _sessions.TryGetValue(session.SessionId, out var found)
                    && ReferenceEquals(found, session)
                    && _sessions.Remove(session.SessionId);
            }
        }

        public Session? Find(string sessionId)
        {
            lock (_gate)
            {
                return _sessions.GetValueOrDefault(sessionId);
            }
        }

        public QueueTotals SumQueues(QueueTotals totals)
        {
            lock (_gate)
            {
                foreach (var session in _sessions.Values)
                {
                    totals = session.AddQueueTo(totals);
                }
            }

            return totals;
        }

        public void CopyTo(List<Session> target)
        {
            lock (_gate)
            {
                target.AddRange(_sessions.Values);
            }
        }
    }
}
