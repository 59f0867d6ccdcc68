namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>Collects what all clients do and see, in one order.</summary>
internal sealed class HistoryRecorder(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private readonly List<HistoryEvent> _events = [];
    private long _delivered;
    private long _acknowledged;

    /// <summary>Since the history began.</summary>
    public TimeSpan Now => time.GetElapsedTime(_began);

    public long Delivered => Volatile.Read(ref _delivered);

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public void Add(Func<TimeSpan, HistoryEvent> what)
    {
        lock (_gate)
        {
            var entry = what(Now);
            _events.Add(entry);
            switch (entry)
            {
                case HistoryEvent.Delivered:
                    _delivered++;
                    break;
                case HistoryEvent.Acknowledged:
                    _acknowledged++;
                    break;
                default:
                    break;
            }
        }
    }

    public IReadOnlyList<HistoryEvent> Snapshot()
    {
        lock (_gate)
        {
            return [.. _events];
        }
    }
}
