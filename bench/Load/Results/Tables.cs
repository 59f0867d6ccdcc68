using System.Globalization;
using System.Text;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Works;

namespace Orleans.Realtime.Load.Results;

/// <summary>A report as Markdown: one table for each group of works.</summary>
internal static class Tables
{
    private const string Nothing = "–";

    /// <summary>Per cent of a core that others may take before the figures say less.</summary>
    private const double Quiet = 10;

    public static string Write(Report report, IReadOnlyList<Work> works, IReadOnlyList<Peer> peers)
    {
        var text = new StringBuilder();
        var machine = report.Machine;
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB} GiB, Linux {machine.Kernel}, {machine.System}; {report.Date} UTC.");
        text.AppendLine(string.Join(", ", machine.Versions.Select(version => $"{version.Key} {version.Value}")) + ".");
        text.AppendLine(CultureInfo.InvariantCulture, $"Medians of up to {report.Rounds} rounds of {report.SecondsEach} s (range in brackets); × is the ratio within the same round. [How to read this](../bench/README.md).");
        if (report.Runs.Count(run => run.Values.GetValueOrDefault(Figure.Others.Key) > Quiet) is var disturbed and > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"In {disturbed} of {report.Runs.Count} runs something else took more than {Quiet} % of a core: these figures are disturbed.");
        }

        foreach (var group in works.GroupBy(work => work.Group))
        {
            Table(text, report, [.. group], peers);
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, Report report, IReadOnlyList<Work> works, IReadOnlyList<Peer> peers)
    {
        var figures = works.SelectMany(work => work.Figures).DistinctBy(figure => figure.Key).ToList();
        var beside = works.Any(work => work.HasPeers);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"### {works[0].Group} {works[0].Title}").AppendLine();
        text.AppendLine($"| server | {figures[0].Title} |{(beside ? " × SignalR | × limit |" : "")}{string.Concat(figures.Skip(1).Select(figure => $" {figure.Title} |"))}");
        text.AppendLine($"| --- |{(beside ? " --- | --- |" : "")}{string.Concat(figures.Select(_ => " --- |"))}");
        foreach (var (work, peer) in works.SelectMany(work => peers.Where(peer => peer.IsOurs || !work.IsExtra).Select(peer => (work, peer))))
        {
            var runs = Of(report, work, peer.Title);
            if (runs.Count > 0 && !runs[0].IsImpossible)
            {
                Row(text, report, work, peer, runs, figures, beside, peers);
            }
        }

        // Those that cannot, together where they have the same reason.
        var columns = figures.Count - 1 + (beside ? 2 : 0);
        foreach (var reason in works.SelectMany(work => report.Runs.Where(run => run.Work == work.Name && run.IsImpossible)).GroupBy(run => run.Failure!))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join("; ", reason.Select(run => run.Server).Distinct())} | no: {OneLine(reason.Key)} |{string.Concat(Enumerable.Repeat(" |", columns))}");
        }
    }

    private static void Row(StringBuilder text, Report report, Work work, Peer peer, List<Run> runs, List<Figure> figures, bool beside, IReadOnlyList<Peer> peers)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {work.Row(peer)} |");
        if (runs.TrueForAll(run => run.Values.Count == 0))
        {
            text.Append(CultureInfo.InvariantCulture, $" failed: {OneLine(runs[0].Failure!)} |");
            text.AppendLine(string.Concat(Enumerable.Repeat(" |", figures.Count - 1 + (beside ? 2 : 0))));
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $" {Cell(runs, figures[0], emphasis: "**")} |");
        if (beside)
        {
            text.Append(CultureInfo.InvariantCulture, $" {Times(PeerCatalog.Reference)} | {Times(PeerCatalog.Limit)} |");
        }

        foreach (var figure in figures.Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $" {Cell(runs, figure, emphasis: "")} |");
        }

        var failed = runs.Count(run => run.Values.Count == 0);
        text.AppendLine(failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {failed} of {runs.Count} runs failed: {OneLine(runs.Find(run => run.Failure is not null)!.Failure!)} |"));

        string Times(string name) =>
            peers.FirstOrDefault(peer => peer.Name == name) is { } other && Statistics.Ratio(runs, Of(report, work, other.Title), figures[0].Key) is { } ratio
                ? ratio.ToString("0.00", CultureInfo.InvariantCulture)
                : Nothing;
    }

    private static string Cell(List<Run> runs, Figure figure, string emphasis)
    {
        if (Statistics.Summary(runs, figure.Key) is not var (median, low, high))
        {
            return Nothing;
        }

        return emphasis + Number(median) + emphasis + (runs.Count(run => run.Values.ContainsKey(figure.Key)) > 1 ? $" ({Number(low)}–{Number(high)})" : "");

        string Number(double value) => value.ToString("N" + figure.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static List<Run> Of(Report report, Work work, string server) => [.. report.Runs.Where(run => run.Work == work.Name && run.Server == server)];

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('|', '/');
}
