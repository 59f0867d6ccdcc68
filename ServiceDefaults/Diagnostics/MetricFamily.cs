using Tags = System.ReadOnlySpan<System.Collections.Generic.KeyValuePair<string, object?>>;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>All series of one name: what a scrape writes under one <c># TYPE</c> line.</summary>
internal sealed class MetricFamily(string name, string help, MetricType type, MetricMode mode, double[]? bounds, SeriesBudget budget)
{
    private readonly Lock _gate = new();
    private volatile SeriesTable _table = SeriesTable.Empty;
    private long _scrape;

    public string Name { get; } = name;

    public string Help { get; } = help;

    public MetricType Type { get; } = type;

    public MetricMode Mode { get; } = mode;

    /// <summary>Upper bounds of a histogram's buckets, without +Inf.</summary>
    public IReadOnlyList<double> Bounds { get; } = bounds ?? [];

    /// <summary>The series that a scrape shows.</summary>
    public IEnumerable<MetricSeries> Series => _table.Series;

    /// <summary>A scrape begins: what the observable instruments said before is void.</summary>
    public void BeginScrape() => Interlocked.Increment(ref _scrape);

    /// <summary>The observable instruments have spoken: what none of them named is gone, and its room is free for others.</summary>
    public void EndScrape()
    {
        if (Mode == MetricMode.Observe)
        {
            lock (_gate)
            {
                var scrape = Volatile.Read(ref _scrape);
                _table = _table.Where(series => series.SeenInScrape == scrape, out var tagged);
                budget.Return(tagged);
            }
        }
    }

    /// <summary>Takes a whole number.</summary>
    public void Record(long value, Tags tags)
    {
        if (Mode != MetricMode.Add)
        {
            Record((double)value, tags);
        }
        else
        {
            SeriesOf(tags)?.Add(value);
        }
    }

    /// <summary>Takes a real number.</summary>
    public void Record(double value, Tags tags)
    {
        var series = SeriesOf(tags);
        switch (Mode)
        {
            case MetricMode.Add:
                series?.Add(value);
                break;
            case MetricMode.Distribute:
                series?.Distribute(value);
                break;
            default:
                series?.Set(value, Volatile.Read(ref _scrape));
                break;
        }
    }

    private MetricSeries? SeriesOf(Tags tags) => _table.Find(tags) ?? Add(tags);

    private MetricSeries? Add(Tags tags)
    {
        lock (_gate)
        {
            var series = _table.Find(tags);
            if (series is not null)
            {
                return series;
            }

            // Without tags there is one series an instrument, and no bound is needed: so the count of drops itself is always shown.
            // Each order in which the same tags come takes an entry of its own, so it counts against the bound too.
            if (tags.Length > 0 && !budget.TryTake())
            {
                budget.CountDropped();
                return null;
            }

            var labels = PrometheusLabels.Of(tags);
            series = _table.Series.FirstOrDefault(s => s.Labels == labels) ?? new MetricSeries(labels, bounds);
            _table = _table.With(tags, series);
            return series;
        }
    }
}
