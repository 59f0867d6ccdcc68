using System.CommandLine;
using Orleans.Realtime.Cli.Servers;
using Orleans.Realtime.Cli.Statistics;
using Orleans.Realtime.Cli.Terminals;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt stats</c>: what a server does.</summary>
internal sealed class StatsCommand : ToolCommand
{
    private readonly Option<ServerAddress> _url = ServerOptions.Url();
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on until Ctrl+C" };
    private readonly Option<bool> _json = new("--json") { Description = "One line of JSON: stats, pubsub and the metrics by name" };
    private readonly Option<double> _interval = NumberOption.Of("--interval", "Time between two looks, over which rates are taken", usual: 1.0, min: 0.1, max: 3_600, "seconds");

    public StatsCommand(Terminal terminal)
        : base("stats", "Show connections, rates, gateways and silos of a server.", terminal)
    {
        Examples =
        [
            new("rt stats", "What there is now, and what happened within one second."),
            new("rt stats --watch --interval 5", "A table that lives."),
            new("rt stats --json | jq .stats.total_clients", "For scripts."),
        ];
        Remarks = "Totals and rates are those of the gateway that answers; gateways and silos those of the whole cluster. With Admin:Urls set, give that listener's address.";
        Add(_url);
        Add(_watch);
        Add(_json);
        Add(_interval);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var server = parsed.Address(_url, Terminal);
        var interval = TimeSpan.FromSeconds(parsed.GetValue(_interval));
        var watches = parsed.GetValue(_watch);
        using var reader = new StatisticsReader(server, TimeProvider.System);
        var before = await reader.ReadAsync(cancellationToken);
        if (parsed.GetValue(_json))
        {
            Terminal.Raw(StatisticsView.Json(server, before));
            while (watches)
            {
                await Task.Delay(interval, TimeProvider.System, cancellationToken);
                Terminal.Raw(StatisticsView.Json(server, await reader.ReadAsync(cancellationToken)));
            }

            return ExitCode.Ok;
        }

        await Task.Delay(interval, TimeProvider.System, cancellationToken);
        var now = await reader.ReadAsync(cancellationToken);
        if (!watches)
        {
            Terminal.Screen.Write(StatisticsView.Tables(server, before, now));
            return ExitCode.Ok;
        }

        await WatchAsync(reader, server, before, now, interval, cancellationToken);
        return ExitCode.Ok;
    }

    private async Task WatchAsync(StatisticsReader reader, ServerAddress server, Sample before, Sample now, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (!Terminal.OutIsTerminal)
        {
            while (true)
            {
                Terminal.Screen.Write(StatisticsView.Tables(server, before, now));
                await Task.Delay(interval, TimeProvider.System, cancellationToken);
                (before, now) = (now, await reader.ReadAsync(cancellationToken));
            }
        }

        await Terminal.Screen.Live(StatisticsView.Tables(server, before, now)).StartAsync(async display =>
        {
            while (true)
            {
                display.Refresh();
                await Task.Delay(interval, TimeProvider.System, cancellationToken);
                try
                {
                    (before, now) = (now, await reader.ReadAsync(cancellationToken));
                    display.UpdateTarget(StatisticsView.Tables(server, before, now));
                }
                catch (ToolException fault)
                {
                    // A server that restarts is what one watches for.
                    display.UpdateTarget(new Rows(StatisticsView.Tables(server, before, now), new Markup($"[red]{Words.Safe(fault.Message)}[/]")));
                }
            }
        });
    }
}
