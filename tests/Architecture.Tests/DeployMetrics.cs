using System.Reflection;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>The names under which Prometheus sees the instruments that the sources create.</summary>
internal static partial class DeployMetrics
{
    public static IReadOnlySet<string> Names { get; } = new[] { "Gateway.Web", "Grains" }
        .SelectMany(Repository.SourceFiles)
        .SelectMany(file => Instrument().Matches(File.ReadAllText(file)))
        .SelectMany(match => Named(match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Named(string kind, string name, string unit)
    {
        var gateway = Assembly.Load("Orleans.Realtime.Gateway.Web");
        var type = gateway.GetType("Orleans.Realtime.Gateway.Web.Diagnostics.MetricType", throwOnError: true)!;
        var of = gateway.GetType("Orleans.Realtime.Gateway.Web.Diagnostics.PrometheusName", throwOnError: true)!.GetMethod("Of", BindingFlags.Public | BindingFlags.Static)!;
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
