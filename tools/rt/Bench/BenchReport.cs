using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cli.Terminals;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Bench;

/// <summary>Shows what came of a load.</summary>
internal static class BenchReport
{
    /// <summary>For people.</summary>
    public static Table Table(BenchResult result)
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = false };
        table.AddColumn("figure").AddColumn(new TableColumn("value").RightAligned());
        void Row(string name, string value, bool isBad = false) => table.AddRow(new Text(name), new Markup(isBad ? $"[red]{value}[/]" : value));
        var seconds = Math.Max(0.001, result.Elapsed.TotalSeconds);
        Row("published and acknowledged", $"{Words.Count(result.Sent)} ({Words.Count(result.Sent / seconds)}/s)");
        Row("in order, once", $"{Words.Count(result.Received)} of {Words.Count(result.Expected)} ({Words.Count(result.Received / seconds)}/s)");
        foreach (var (name, count) in new[] { ("refused", result.Refused), ("missing", result.Missing), ("twice or out of order", result.Late), ("gaps announced", result.Gaps) })
        {
            Row(name, Words.Count(count), count > 0);
        }

        foreach (var (name, share) in new[] { ("p50", 0.5), ("p90", 0.9), ("p99", 0.99) })
        {
            Row($"{result.Measure}, {name}", Words.Time(result.Latencies.Quantile(share)));
        }

        Row($"{result.Measure}, longest", Words.Time(result.Latencies.Longest));
        return table;
    }

    /// <summary>For programs: one line.</summary>
    public static string Json(BenchResult result)
    {
        var seconds = Math.Max(0.001, result.Elapsed.TotalSeconds);
        return new JsonObject
        {
            ["whole"] = result.IsWhole,
            ["sent"] = result.Sent,
            ["refused"] = result.Refused,
            ["expected"] = result.Expected,
            ["received"] = result.Received,
            ["missing"] = result.Missing,
            ["late"] = result.Late,
            ["gaps"] = result.Gaps,
            ["seconds"] = Math.Round(seconds, 3),
            ["sent_per_second"] = Math.Round(result.Sent / seconds, 1),
            ["received_per_second"] = Math.Round(result.Received / seconds, 1),
            ["p50_ms"] = Milliseconds(result.Latencies.Quantile(0.5)),
            ["p90_ms"] = Milliseconds(result.Latencies.Quantile(0.9)),
            ["p99_ms"] = Milliseconds(result.Latencies.Quantile(0.99)),
            ["max_ms"] = Milliseconds(result.Latencies.Longest),
        }.ToJsonString(JsonSerializerOptions.Default);
    }

    private static double Milliseconds(TimeSpan time) => double.Parse(time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
