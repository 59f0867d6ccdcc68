using System.Globalization;
using System.Text;
using Tags = System.ReadOnlySpan<System.Collections.Generic.KeyValuePair<string, object?>>;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Writes tags as labels of the text format: sorted by name, names made valid, values escaped.</summary>
internal static class PrometheusLabels
{
    public static string Of(Tags tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            var name = NameOf(tag.Key);
            var value = ValueOf(tag.Value);
            // Two tags can become one name ("a.b", "a_b"): both values are kept, as OpenTelemetry does it.
            labels[name] = labels.TryGetValue(name, out var other) ? $"{other};{value}" : value;
        }

        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length == 0 ? string.Empty : ",").Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }

        return text.ToString();
    }

    private static string NameOf(string key)
    {
        var name = new StringBuilder(key.Length + 1);
        foreach (var c in key)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        // Names that begin with two underscores belong to Prometheus.
        return name.ToString() is ['_', '_', ..] reserved ? "tag" + reserved : name.ToString();
    }

    private static string ValueOf(object? value) => value switch
    {
        null => string.Empty,
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
