using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>Rules and dashboard fit each other and the page that explains them. That their metrics exist is tried on a running server (Cluster.Tests, MonitoringTests).</summary>
public sealed partial class DeployMonitoringTests
{
    private static readonly List<DeployNode> Rules = [.. DeployNode.Load("prometheus/rules.yaml").Single()["groups"].Items.SelectMany(group => group["rules"].Items)];
    private static readonly List<DeployNode> Alerts = [.. Rules.Where(rule => rule["alert"].Exists)];

    [Fact]
    public void EveryAlert_HasASeverityASummaryAndARunbook()
    {
        Alerts.Count.ShouldBeGreaterThan(10);
        foreach (var alert in Alerts)
        {
            var name = alert["alert"].Text;
            alert["labels"]["severity"].Text.ShouldBeOneOf("page", "ticket");
            alert["annotations"]["summary"].Text.ShouldNotBeEmpty(name);
            alert["annotations"]["runbook_url"].Text.ShouldBe($"docs/operations.md#{name.ToLowerInvariant()}");
            DocumentationPages.Page("docs/operations.md").Headings.ShouldContain(heading => heading.Text == name, name);
        }
    }

    [Fact]
    public void EveryRunbook_HasItsAlert() =>
        DocumentationPages.Page("docs/operations.md").Headings.Select(heading => heading.Text)
            .Where(text => AlertName().IsMatch(text))
            .ShouldBe(Alerts.Select(alert => alert["alert"].Text), ignoreOrder: true);

    [Fact]
    public void RecordedSeries_AreDefined()
    {
        var recorded = Rules.Select(rule => rule["record"].Text).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);

        Rules.SelectMany(rule => Recorded().Matches(rule["expr"].Text)).Select(match => match.Value).ShouldBeSubsetOf(recorded);
    }

    [Fact]
    public void Jobs_AreThoseOfTheExample()
    {
        var prometheus = DeployNode.Load("prometheus/prometheus.yaml").Single();
        var jobs = prometheus["scrape_configs"].Items.ToDictionary(job => job["job_name"].Text, job => job["static_configs"].Items.SelectMany(config => config["targets"].Texts).ToList(), StringComparer.Ordinal);

        prometheus["rule_files"].Texts.ShouldAllBe(file => File.Exists(Path.Combine(DeployFiles.Folder, "prometheus", file)));
        Job().Matches(DeployFiles.Read("prometheus/rules.yaml") + DeployFiles.Read("grafana/orleans-realtime.json").Replace("\\\"", "\"", StringComparison.Ordinal))
            .SelectMany(match => match.Groups[1].Value.Split('|')).Distinct(StringComparer.Ordinal)
            .ShouldBe(jobs.Keys, ignoreOrder: true);

        var services = DeployNode.Load("compose.yaml").Single()["services"];
        jobs["realtime-gateway"].ShouldAllBe(target => services[target.Split(':')[0]].Exists && target.EndsWith(":" + Port("Dockerfile.gateway", "Admin__Urls"), StringComparison.Ordinal));
        jobs["realtime-silo"].ShouldAllBe(target => services[target.Split(':')[0]].Exists && target.EndsWith(":" + Port("Dockerfile.silo", "Health__Urls"), StringComparison.Ordinal));
    }

    [Fact]
    public void Dashboard_CanBeImported()
    {
        using var document = JsonDocument.Parse(DeployFiles.Read("grafana/orleans-realtime.json"));
        var dashboard = document.RootElement;
        var panels = dashboard.GetProperty("panels").EnumerateArray().ToList();

        dashboard.GetProperty("uid").GetString().ShouldBe("orleans-realtime");
        dashboard.GetProperty("schemaVersion").GetInt32().ShouldBeGreaterThanOrEqualTo(38, "Grafana 10");
        dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()).ShouldContain("datasource");
        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.Where(panel => panel.TryGetProperty("datasource", out _)).ShouldAllBe(panel => panel.GetProperty("datasource").GetProperty("uid").GetString() == "${datasource}");

        var taken = new HashSet<(int X, int Y)>();
        foreach (var place in panels.Select(panel => panel.GetProperty("gridPos")))
        {
            var (x, y, w, h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            (x + w).ShouldBeLessThanOrEqualTo(24);
            foreach (var cell in Enumerable.Range(0, w * h).Select(index => (x + (index % w), y + (index / w))))
            {
                taken.Add(cell).ShouldBeTrue("two panels lie on each other at " + cell);
            }
        }
    }

    private static string Port(string dockerfile, string variable) => DeployFiles.Ports(new DeployDockerfile(dockerfile).Environment[variable]).Single();

    [GeneratedRegex("^Realtime[A-Z][A-Za-z]+$")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"\brealtime:\w+:\w+")]
    private static partial Regex Recorded();

    [GeneratedRegex("job=~?\"([^\"]+)\"")]
    private static partial Regex Job();
}
