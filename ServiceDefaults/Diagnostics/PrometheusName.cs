using System.Text;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>
/// Turns an instrument's dotted name and its UCUM unit into a Prometheus name: underscores, the unit's name at the end,
/// <c>_total</c> behind counters. See prometheus.io, "Metric and label naming", and OpenTelemetry's Prometheus compatibility page.
/// </summary>
internal static class PrometheusName
{
    private const string Total = "_total";

    public static string Of(string instrument, string? unit, MetricType type)
    {
        var name = Sanitize(instrument);
        if (name.EndsWith(Total, StringComparison.Ordinal))
        {
            name = name[..^Total.Length];
        }

        var suffix = UnitOf(unit, type);
        if (suffix.Length > 0 && name != suffix && !name.EndsWith('_' + suffix, StringComparison.Ordinal))
        {
            name += '_' + suffix;
        }

        return type == MetricType.Counter ? name + Total : name;
    }

    private static string UnitOf(string? unit, MetricType type)
    {
        // {connection}, {message}: annotations that name what is counted, which the metric's name says already.
        if (string.IsNullOrEmpty(unit) || unit is ['{', .., '}'])
        {
            return string.Empty;
        }

        if (unit == "1")
        {
            return type == MetricType.Gauge ? "ratio" : string.Empty;
        }

        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return WordOf(unit);
        }

        var per = "per_" + PerWordOf(unit[(slash + 1)..]);
        var counted = UnitOf(unit[..slash], MetricType.Counter);
        return counted.Length == 0 ? per : counted + '_' + per;
    }

    private static string WordOf(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "%" => "percent",
        _ => Sanitize(unit).Trim('_'),
    };

    private static string PerWordOf(string unit) => unit switch
    {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => Sanitize(unit).Trim('_'),
    };

    private static string Sanitize(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (var c in text)
        {
            var valid = char.IsAsciiLetterOrDigit(c) ? c : '_';
            if (valid != '_' || name.Length == 0 || name[^1] != '_')
            {
                name.Append(valid);
            }
        }

        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        return name.ToString();
    }
}
