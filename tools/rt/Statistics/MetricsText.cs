using System.Globalization;

namespace Orleans.Realtime.Cli.Statistics;

/// <summary>What <c>/metrics</c> says, in the Prometheus text format; of the labels only <c>le</c> is told apart.</summary>
internal sealed class MetricsText
{
    private readonly Dictionary<string, double> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<double, double>> _buckets = new(StringComparer.Ordinal);

    /// <summary>The samples that are there, each as the sum over its labels, buckets left out.</summary>
    public IReadOnlyDictionary<string, double> Sums => _sums;

    /// <summary>Reads a scrape. Lines that are none of the format are passed over: a newer server may say more.</summary>
    public static MetricsText Parse(string text)
    {
        var metrics = new MetricsText();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length > 0 && line[0] != '#')
            {
                metrics.Take(line);
            }
        }

        return metrics;
    }

    /// <summary>The sum over a sample's labels; 0 where it is not there.</summary>
    public double this[string name] => _sums.GetValueOrDefault(name);

    /// <summary>
    /// The value below which a share of the observations since an earlier scrape lies, interpolated in its bucket as Prometheus does; NaN where there were none.
    /// </summary>
    /// <param name="name">The histogram.</param>
    /// <param name="share">0 to 1.</param>
    /// <param name="earlier">The scrape before.</param>
    public double Quantile(string name, double share, MetricsText earlier)
    {
        if (!_buckets.TryGetValue(name, out var now) || now.Count == 0)
        {
            return double.NaN;
        }

        var before = earlier._buckets.GetValueOrDefault(name);
        double Since(double bound) => now[bound] - (before?.GetValueOrDefault(bound) ?? 0);
        var total = Since(now.Keys.Last());
        if (total <= 0)
        {
            return double.NaN;
        }

        var (low, below) = (0.0, 0.0);
        foreach (var bound in now.Keys)
        {
            var count = Since(bound);
            if (count >= share * total)
            {
                return double.IsPositiveInfinity(bound) ? low : low + ((bound - low) * (share * total - below) / Math.Max(1, count - below));
            }

            (low, below) = (bound, count);
        }

        return low;
    }

    private void Take(ReadOnlySpan<char> line)
    {
        var brace = line.IndexOf('{');
        var labels = brace < 0 ? [] : line[(brace + 1)..Math.Max(brace + 1, line.LastIndexOf('}'))];
        var rest = brace < 0 ? line : line[(line.LastIndexOf('}') + 1)..].Trim();
        var space = brace < 0 ? line.IndexOf(' ') : -1;
        var name = (brace < 0 ? line[..Math.Max(0, space)] : line[..brace]).ToString();
        var number = brace < 0 ? line[(space + 1)..] : rest;
        var end = number.IndexOf(' ');
        if (name.Length == 0 || !TryNumber(end < 0 ? number : number[..end], out var value))
        {
            return;
        }

        const string Bucket = "_bucket";
        if (!name.EndsWith(Bucket, StringComparison.Ordinal))
        {
            _sums[name] = _sums.GetValueOrDefault(name) + value;
        }
        else if (TryBound(labels, out var bound))
        {
            var histogram = name[..^Bucket.Length];
            if (!_buckets.TryGetValue(histogram, out var buckets))
            {
                _buckets[histogram] = buckets = [];
            }

            buckets[bound] = buckets.GetValueOrDefault(bound) + value;
        }
    }

    private static bool TryBound(ReadOnlySpan<char> labels, out double bound)
    {
        const string Label = "le=\"";
        var start = labels.LastIndexOf(Label);
        bound = 0;
        if (start < 0)
        {
            return false;
        }

        var value = labels[(start + Label.Length)..];
        return TryNumber(value[..Math.Max(0, value.IndexOf('"'))], out bound);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        if (text is "+Inf")
        {
            value = double.PositiveInfinity;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
