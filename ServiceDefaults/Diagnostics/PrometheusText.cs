using System.Globalization;
using System.Text;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Writes families in the Prometheus text exposition format 0.0.4.</summary>
public static class PrometheusText
{
    /// <summary>What the answer's Content-Type says.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    internal static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (var family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n')
                .Append("# TYPE ").Append(family.Name).Append(' ').Append(TypeOf(family.Type)).Append('\n');
            foreach (var series in family.Series)
            {
                if (family.Type == MetricType.Histogram)
                {
                    WriteHistogram(text, family, series);
                }
                else
                {
                    WriteSample(text, family.Name, series.Labels, series.Value);
                }
            }
        }

        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder text, MetricFamily family, MetricSeries series)
    {
        var before = series.Labels.Length == 0 ? string.Empty : series.Labels + ",";
        var count = 0L;
        for (var i = 0; i < family.Bounds.Count; i++)
        {
            count += series.CountIn(i);
            WriteSample(text, family.Name + "_bucket", $"{before}le=\"{Number(family.Bounds[i])}\"", count);
        }

        // The count is the sum of the buckets read here, so that the sample is consistent while others record.
        count += series.CountIn(family.Bounds.Count);
        WriteSample(text, family.Name + "_bucket", before + "le=\"+Inf\"", count);
        WriteSample(text, family.Name + "_sum", series.Labels, series.Value);
        WriteSample(text, family.Name + "_count", series.Labels, count);
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        _ => "histogram",
    };

    private static string EscapeHelp(string help) => help
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
