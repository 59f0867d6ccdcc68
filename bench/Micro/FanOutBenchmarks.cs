using BenchmarkDotNet.Attributes;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Micro;

/// <summary>One frame into the queues of many sockets, and out again; without the system calls.</summary>
public class FanOutBenchmarks
{
    private readonly OutboundFrame _frame = OutboundFrame.Text("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"u8);
    private OutboundQueue[] _queues = [];

    /// <summary>How many sockets.</summary>
    [Params(5, 1_000, 10_000)]
    public int Sockets { get; set; }

    /// <summary>Makes the queues.</summary>
    [GlobalSetup]
    public void Setup() => _queues = [.. Enumerable.Range(0, Sockets).Select(_ => new OutboundQueue())];

    /// <summary>Enqueues for all, then takes from all.</summary>
    [Benchmark]
    public int EnqueueAndDequeue()
    {
        foreach (var queue in _queues)
        {
            queue.Enqueue(_frame);
        }

        var bytes = 0;
        foreach (var queue in _queues)
        {
            bytes += queue.Dequeue().Length;
        }

        return bytes;
    }
}
