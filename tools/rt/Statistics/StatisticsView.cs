using System.Globalization;
using System.Text.Json;
using Orleans.Realtime.Cli.Servers;
using Orleans.Realtime.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orleans.Realtime.Cli.Statistics;

/// <summary>Shows two samples of a server: what is now, and what happened in between.</summary>
internal static class StatisticsView
{
    private const string AppendDuration = "realtime_log_append_duration_seconds";

    /// <summary>The tables.</summary>
    public static IRenderable Tables(ServerAddress server, Sample before, Sample now)
    {
        var parts = new List<IRenderable> { new Markup($"[bold]{Words.Safe(server.ToString())}[/]  gateway [bold]{Words.Safe(now.PubSub.InstanceId)}[/]"), Figures(before, now), Gateways(now.Stats) };
        if (now.Stats.Silos is { Count: > 0 } silos)
        {
            parts.Add(Silos(silos));
        }

        return new Rows(parts);
    }

    /// <summary>One line of JSON: both answers as they came, and the metrics of ours by name, summed over their labels.</summary>
    public static string Json(ServerAddress server, Sample now)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("url", server.ToString());
            writer.WritePropertyName("stats");
            writer.WriteRawValue(now.StatsJson);
            writer.WritePropertyName("pubsub");
            writer.WriteRawValue(now.PubSubJson);
            writer.WriteStartObject("metrics");
            foreach (var (name, value) in now.Metrics.Sums.Where(metric => metric.Key.StartsWith("realtime_", StringComparison.Ordinal)).OrderBy(metric => metric.Key, StringComparer.Ordinal))
            {
                writer.WriteNumber(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Table Figures(Sample before, Sample now)
    {
        var seconds = Math.Max(0.001, (now.At - before.At).TotalSeconds);
        var table = NewTable("this gateway", "in all", "a second");
        void Row(string name, string total, string rate) => table.AddRow(new Text(name), new Text(total), new Text(rate));
        void Counter(string name, double earlier, double later) => Row(name, Words.Count(later), Words.Count(Math.Max(0, later - earlier) / seconds));
        void Metric(string name, string metric) => Counter(name, before.Metrics[metric], now.Metrics[metric]);

        Row("connections", Words.Count(now.Stats.TotalClients), string.Empty);
        Counter("published", before.PubSub.Publisher.TotalPublished, now.PubSub.Publisher.TotalPublished);
        Counter("publish refused", before.PubSub.Publisher.FailedPublished, now.PubSub.Publisher.FailedPublished);
        Counter("received from the cluster", before.PubSub.Subscriber.TotalReceived, now.PubSub.Subscriber.TotalReceived);
        Counter("dropped by slow connections", before.PubSub.Subscriber.DroppedMessages, now.PubSub.Subscriber.DroppedMessages);
        Metric("frames in", "realtime_gateway_frames_received_total");
        Metric("frames out", "realtime_gateway_frames_sent_total");
        Metric("bytes in", "realtime_gateway_received_bytes_total");
        Metric("bytes out", "realtime_gateway_sent_bytes_total");
        if (now.Metrics.Sums.ContainsKey(AppendDuration + "_count"))
        {
            var p99 = now.Metrics.Quantile(AppendDuration, 0.99, before.Metrics);
            Row("append to the log, p99", string.Empty, double.IsNaN(p99) ? "-" : Words.Time(TimeSpan.FromSeconds(p99)));
        }

        if (now.Stats.Streams is { } streams)
        {
            Row("stream subscriptions, consumers", $"{Words.Count(streams.Subscriptions)}, {Words.Count(streams.Consumers)}", string.Empty);
        }

        Row("memory", $"{Words.Count(now.Metrics["dotnet_process_memory_working_set_bytes"] / 1_048_576)} MiB", string.Empty);
        var cpu = (now.Metrics["dotnet_process_cpu_time_seconds_total"] - before.Metrics["dotnet_process_cpu_time_seconds_total"]) / seconds;
        Row("CPU", string.Empty, string.Create(CultureInfo.InvariantCulture, $"{cpu * 100:0} % of a core"));
        return table;
    }

    private static Table Gateways(ServerStats stats)
    {
        var table = NewTable("gateway", "connections", "rooms");
        table.AddColumn("state").AddColumn(new TableColumn("last heard of").RightAligned());
        if (stats.Gateways is null)
        {
            table.AddRow(new Text("the cluster is out of reach"), new Text("-"), new Text("-"), new Text("-"), new Text("-"));
            return table;
        }

        foreach (var gateway in stats.Gateways)
        {
            table.AddRow(
                new Markup(Words.Safe(gateway.InstanceId)),
                new Text(Words.Count(gateway.Connections)),
                new Text(Words.Count(gateway.Rooms)),
                new Markup(gateway.Draining ? "[yellow]draining[/]" : "[green]live[/]"),
                new Text(Words.Time(TimeSpan.FromMilliseconds(gateway.LeaseAgeMs))));
        }

        return table;
    }

    private static Table Silos(IReadOnlyList<SiloRow> silos)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("silo").AddColumn("state");
        foreach (var silo in silos)
        {
            table.AddRow(Words.Safe(silo.Silo), silo.Status == "active" ? "[green]active[/]" : $"[yellow]{Words.Safe(silo.Status)}[/]");
        }

        return table;
    }

    private static Table NewTable(string first, params string[] numbers)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(first);
        foreach (var number in numbers)
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        return table;
    }
}
