namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>One time series: a family's name with one set of labels. Recording is lock-free.</summary>
/// <param name="labels">The labels as they are written, <c>a="b",c="d"</c>; empty when there are none.</param>
/// <param name="bounds">Upper bounds of the buckets, ascending; <see langword="null"/> when it is no histogram.</param>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private long _integer;
    private double _real;

    /// <summary>The labels as they are written.</summary>
    public string Labels { get; } = labels;

    /// <summary>The scrape that observed it last; only of interest to observable instruments.</summary>
    public long SeenInScrape { get; private set; }

    /// <summary>The value; of a histogram the sum.</summary>
    public double Value => Interlocked.Read(ref _integer) + Volatile.Read(ref _real);

    /// <summary>Adds a whole number, without the loss that a float would have beyond 2^53.</summary>
    public void Add(long value) => Interlocked.Add(ref _integer, value);

    /// <summary>Adds a real number.</summary>
    public void Add(double value)
    {
        var seen = Volatile.Read(ref _real);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _real, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Replaces the value.</summary>
    public void Set(double value, long scrape)
    {
        Volatile.Write(ref _real, value);
        SeenInScrape = scrape;
    }

    /// <summary>Counts the value in its bucket: the first whose bound is not below it.</summary>
    public void Distribute(double value)
    {
        var index = Array.BinarySearch(bounds!, value);
        Interlocked.Increment(ref _buckets![index >= 0 ? index : ~index]);
        Add(value);
    }

    /// <summary>How many values one bucket holds (the last one: those above all bounds).</summary>
    public long CountIn(int bucket) => Interlocked.Read(ref _buckets![bucket]);
}
