namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>A counter for hot paths: each core adds to a cache line of its own, the reader sums them.</summary>
internal sealed class StripedCounter
{
    // 128 bytes: adjacent lines are fetched in pairs.
    private const int Stride = 128 / sizeof(long);
    private const int Stripes = 16;

    private readonly long[] _cells = new long[Stride * (Stripes + 1)];

    /// <summary>The sum, exact when nothing is being added.</summary>
    public long Value
    {
        get
        {
            long sum = 0;
            for (var stripe = 1; stripe <= Stripes; stripe++)
            {
                sum += Volatile.Read(ref _cells[stripe * Stride]);
            }

            return sum;
        }
    }

    /// <summary>Adds.</summary>
    public void Add(long value)
    {
        var stripe = (Thread.GetCurrentProcessorId() & (Stripes - 1)) + 1;
        Interlocked.Add(ref _cells[stripe * Stride], value);
    }
}
