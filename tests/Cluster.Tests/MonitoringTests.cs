using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>The dashboard and the rules in <c>deploy/</c> ask for metrics that a server has, by labels that these have.</summary>
public sealed partial class MonitoringTests
{
    /// <summary>What Prometheus adds to every series, and what a histogram's buckets have.</summary>
    private static readonly HashSet<string> Added = new(StringComparer.Ordinal) { "job", "instance", "le" };

    /// <summary>What takes the death of a gateway to happen: its labels are looked up where it is counted.</summary>
    private static readonly Dictionary<string, string> NotCausedHere = new(StringComparer.Ordinal) { ["realtime_delivery_dropped_routes_total"] = "Grains/Diagnostics/DeliveryMetrics.cs" };

    [Fact]
    public async Task DashboardAndRules_AskForWhatThereIs()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await EmbeddedServer.StartAsync(("ConnectionStrings:Redis", redis.ConnectionString), ("Publishing:Timeout", "00:00:01"));
        using var http = new HttpClient { BaseAddress = server.Address };
        await CauseEverythingAsync(server, redis);

        var scrape = string.Empty;
        await Eventually.HoldsAsync(async () =>
        {
            scrape = await http.GetStringAsync("/metrics");
            return scrape.Contains("realtime_storage_failures_total{", StringComparison.Ordinal);
        });
        var samples = ExpositionGrammar.Read(scrape).ToLookup(sample => sample.Name, StringComparer.Ordinal);
        var families = Family().Matches(scrape).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value, StringComparer.Ordinal);

        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var asked = Expressions().SelectMany(expression => Faults(expression, families, samples, faults)).ToHashSet(StringComparer.Ordinal);

        faults.ShouldBeEmpty();
        asked.Count.ShouldBeGreaterThan(40);
    }

    /// <summary>A little of all that happens: a series with labels is there only once it has a value.</summary>
    private static async Task CauseEverythingAsync(EmbeddedServer server, RedisServer redis)
    {
        using var api = new ServiceApi(server.Address);
        await using (var alice = await TestClient.ConnectAsync(server.SocketUri("user_id=alice&room_id=lobby")))
        {
            await api.PostOkAsync("/api/v1/rooms/lobby/messages", """{"data":1}""");
            await alice.ReceiveAsync("room");
            await alice.CloseAsync();
        }

        await api.PostOkAsync("/api/v1/streams/orders/messages", """{"data":1}""");
        await api.GetAsync("/api/v1/streams/orders/messages");
        await redis.KillAsync();
        await Eventually.HoldsAsync(async () => (await api.PostAsync("/api/v1/rooms/lobby/messages", """{"data":2}""")).Status is HttpStatusCode.ServiceUnavailable);
    }

    private static List<string> Expressions()
    {
        var folder = Path.Combine(EmbeddedServer.RepositoryRoot, "deploy");
        var rules = Expression().Matches(File.ReadAllText(Path.Combine(folder, "prometheus", "rules.yaml"))).Select(match => match.Groups[1].Value).ToList();
        rules.Count.ShouldBeGreaterThan(20);
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "grafana", "orleans-realtime.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!))
            .ToList();
        panels.Count.ShouldBeGreaterThan(40);
        return [.. rules, .. panels];
    }

    /// <summary>The metrics of an expression, and the labels in its selectors and groupings.</summary>
    private static List<string> Faults(string expression, Dictionary<string, string> families, ILookup<string, ExpositionGrammar.Sample> samples, SortedSet<string> faults)
    {
        var metrics = Metric().Matches(expression).ToList();
        var grouped = Grouping().Matches(expression).SelectMany(match => match.Groups[1].Value.Split(',')).Select(label => label.Trim()).Where(label => label.Length > 0).ToList();
        foreach (var metric in metrics)
        {
            var name = metric.Groups["name"].Value;
            var family = families.ContainsKey(name) ? name : Suffix().Replace(name, string.Empty);
            if (!families.TryGetValue(family, out var type) || (family != name) != (type == "histogram"))
            {
                faults.Add(name + " does not exist");
                continue;
            }

            var labels = Label().Matches(metric.Groups["selector"].Value).Select(match => match.Groups[1].Value).Concat(grouped).Where(label => !Added.Contains(label));
            foreach (var label in labels.Where(label => !HasLabel(name, label, samples)))
            {
                faults.Add($"{name} has no label '{label}'");
            }
        }

        return [.. metrics.Select(metric => metric.Groups["name"].Value)];
    }

    private static bool HasLabel(string metric, string label, ILookup<string, ExpositionGrammar.Sample> samples) =>
        samples[metric].Any(sample => sample.Labels.ContainsKey(label))
        || (NotCausedHere.TryGetValue(metric, out var source) && File.ReadAllText(Path.Combine(EmbeddedServer.RepositoryRoot, source)).Contains($"KeyValuePair<string, object?>(\"{label}\"", StringComparison.Ordinal));

    [GeneratedRegex("^# TYPE (?<name>[a-z_0-9]+) (?<type>[a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex("^ +expr: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?<![\w:-])(?<name>(?:realtime|process|dotnet|kestrel)_\w+)(?<selector>\{[^}]*\})?")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(\w+)=~?""")]
    private static partial Regex Label();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Suffix();
}
