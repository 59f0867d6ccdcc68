using System.Text.RegularExpressions;

namespace Orleans.Realtime.Architecture.Tests;

/// <summary>docs/operations.md names only metrics, options and files that exist.</summary>
public sealed partial class DeployOperationsPageTests
{
    [Fact]
    public void Metrics_Exist()
    {
        var named = Metric().Matches(DeployFiles.OperationsPage).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();

        named.Count.ShouldBeGreaterThan(5);
        named.ShouldBeSubsetOf(DeployMetrics.Names);
    }

    [Fact]
    public void Options_Exist()
    {
        var known = DeploySettings.Silo.Concat(DeploySettings.Gateway).ToHashSet(StringComparer.Ordinal);

        Option().Matches(DeployFiles.OperationsPage).Select(match => match.Groups[1].Value).Where(option => !known.Contains(option)).ShouldBeEmpty();
        Variable().Matches(DeployFiles.OperationsPage).Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)).Where(option => !known.Contains(option)).ShouldBeEmpty();
    }

    [Fact]
    public void Files_Exist()
    {
        var files = DeployPath().Matches(DeployFiles.OperationsPage).Select(match => match.Value.TrimEnd('.')).Distinct(StringComparer.Ordinal).ToList();

        files.ShouldNotBeEmpty();
        files.Where(file => !Path.Exists(Path.Combine(Repository.Root, file)) && file != "deploy/.env").ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(?:realtime|process)_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("`([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+)`")]
    private static partial Regex Option();

    [GeneratedRegex(@"\b([A-Z][A-Za-z]+(?:__[A-Z][A-Za-z]+)+)\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\bdeploy/[\w./-]*\w")]
    private static partial Regex DeployPath();
}
