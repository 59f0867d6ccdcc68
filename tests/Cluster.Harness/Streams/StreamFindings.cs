using System.Collections.Concurrent;

namespace Orleans.Realtime.Cluster.Harness.Streams;

/// <summary>What clients of streams saw together.</summary>
internal sealed class StreamFindings
{
    private readonly ConcurrentQueue<string> _violations = new();
    private int _connections;
    private int _refused;
    private int _gaps;

    public IReadOnlyCollection<string> Violations => _violations;

    public int Connections => Volatile.Read(ref _connections);

    public int RefusedFrames => Volatile.Read(ref _refused);

    public int Gaps => Volatile.Read(ref _gaps);

    public void Violation(string words) => _violations.Enqueue(words);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Gap() => Interlocked.Increment(ref _gaps);
}
