using System.Reflection;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The names under which Prometheus sees the instruments that the sources create.</summary>
internal static partial class DeployMetrics
{
    public static IReadOnlySet<string> Names { get; } = new[] { "Gateway.Web", "Grains", "ServiceDefaults" }
        .SelectMany(Repository.SourceFiles)
        .SelectMany(file => Instrument().Matches(File.ReadAllText(file)))
        .SelectMany(match => Named(match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Named(string kind, string name, string unit)
    {
        var defaults = Assembly.Load("Orleans.Realtime.ServiceDefaults");
        var type = defaults.GetType("Orleans.Realtime.ServiceDefaults.Diagnostics.MetricType", throwOnError: true)!;
        var of = defaults.GetType("Orleans.Realtime.ServiceDefaults.Diagnostics.PrometheusName", throwOnError: true)!.GetMethod("Of", BindingFlags.Public | BindingFlags.Static)!;
        var kindName = kind switch
        {
            "Counter" or "ObservableCounter" => "Counter",
            "Histogram" => "Histogram",
            _ => "Gauge",
        };
        var full = (string)of.Invoke(null, [name, unit, Enum.Parse(type, kindName)])!;
        return kindName == "Histogram" ? [full + "_bucket", full + "_sum", full + "_count"] : [full];
    }

    [GeneratedRegex("""
        \.Create(?<kind>[A-Za-z]+)(?:<\w+>)?\("(?<name>[a-z_.]+)",(?:[^"]*, )? ?"(?<unit>[^"]*)"
        """)]
    private static partial Regex Instrument();
}
