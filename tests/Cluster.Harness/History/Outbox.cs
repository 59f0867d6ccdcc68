namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>What a client published and has no acknowledgement for, in its order: it goes out again, under the same id, on every new socket.</summary>
internal sealed class Outbox(HistoryRecorder history)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly LinkedList<Pending> _pending = [];
    private readonly Dictionary<string, LinkedListNode<Pending>> _byId = [];
    private RealtimeSocket? _socket;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Sends a message; done when the server has it.</summary>
    public Task PublishAsync(string log, string id, string frame)
    {
        var pending = new Pending(log, id, frame) { Due = history.Now + Patience };
        lock (_gate)
        {
            _byId[id] = _pending.AddLast(pending);
            _socket?.Send(frame);
        }

        return pending.Done.Task;
    }

    /// <summary>Sends everything again, in its order, and whatever comes on this socket from now on.</summary>
    public void Attach(RealtimeSocket socket)
    {
        lock (_gate)
        {
            _socket = socket;
            foreach (var pending in _pending)
            {
                Send(pending);
            }
        }
    }

    public void Detach()
    {
        lock (_gate)
        {
            _socket = null;
        }
    }

    /// <summary>Sends again what was refused, once its pause is over, and what nobody answered.</summary>
    public void SendDue()
    {
        lock (_gate)
        {
            foreach (var pending in _pending)
            {
                if (pending.Due <= history.Now)
                {
                    Send(pending);
                }
            }
        }
    }

    public void Acknowledge(string id, Func<string, (long Seq, string MessageId)> receipt)
    {
        Pending? pending = null;
        lock (_gate)
        {
            if (_byId.Remove(id, out var node))
            {
                pending = node.Value;
                _pending.Remove(node);
            }
        }

        if (pending is not null)
        {
            var (seq, messageId) = receipt(pending.Log);
            history.Add(at => new HistoryEvent.Acknowledged(at, pending.Log, id, seq, messageId));
            pending.Done.SetResult();
        }
    }

    public void Refuse(string id, string code, TimeSpan retryAfter)
    {
        string? log = null;
        lock (_gate)
        {
            if (_byId.TryGetValue(id, out var node))
            {
                node.Value.Due = history.Now + retryAfter;
                log = node.Value.Log;
            }
        }

        if (log is not null)
        {
            history.Add(at => new HistoryEvent.Refused(at, log, id, code));
        }
    }

    private void Send(Pending pending)
    {
        pending.Due = history.Now + Patience;
        _socket?.Send(pending.Frame);
    }

    private sealed class Pending(string log, string id, string frame)
    {
        public string Log => log;

        public string Id => id;

        public string Frame => frame;

        public TimeSpan Due { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
