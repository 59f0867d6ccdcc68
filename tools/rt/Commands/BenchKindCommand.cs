using System.CommandLine;
using Orleans.Realtime.Cli.Bench;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Terminals;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt bench fanout</c>, <c>echo</c> and <c>publish</c>.</summary>
internal sealed class BenchKindCommand : ToolCommand
{
    private readonly BenchKind _kind;
    private readonly CallerOptions _caller;
    private readonly Option<int> _connections;
    private readonly Option<double> _rate;
    private readonly Option<double> _seconds = NumberOption.Of("--seconds", "For how long messages are published", usual: 10.0, min: 0.1, max: 600, "seconds");
    private readonly Option<int> _payload = NumberOption.Of("--payload", "Data of each message", usual: 200, min: 48, max: 65_536, "bytes");
    private readonly Option<int> _publishers = NumberOption.Of("--publishers", "Connections that publish. By default the server lets one send 500 frames a second", usual: 1, min: 1, max: 100, "connections");
    private readonly Option<int> _window = NumberOption.Of("--window", "Messages that each publisher has under way. Beyond the server's limits they change their order", usual: 16, min: 1, max: 500, "messages");
    private readonly Option<bool> _json = new("--json") { Description = "The result as one line of JSON" };
    private readonly Option<bool> _remote = new("--allow-remote") { Description = "Load a server that is not on this machine: make sure that it is yours" };

    public BenchKindCommand(BenchKind kind, CallerOptions caller, Terminal terminal)
        : base(kind.ToString().ToLowerInvariant(), DescriptionOf(kind), terminal)
    {
        (_kind, _caller) = (kind, caller);
        _connections = NumberOption.Of("--connections", kind == BenchKind.Echo ? "Connections, two in a pair" : kind == BenchKind.Fanout ? "Members of the room" : "Publishers, each in a room of its own", kind == BenchKind.Publish ? 10 : 100, min: 1, max: 5_000, "connections");
        _rate = kind == BenchKind.Publish
            ? NumberOption.Of("--rate", "Messages a second, all together; 0: as many as are acknowledged", usual: 0.0, min: 0, max: 100_000, "messages")
            : NumberOption.Of("--rate", "Messages a second, all together", usual: kind == BenchKind.Fanout ? 20.0 : 100.0, min: 0.1, max: 100_000, "messages");
        Examples =
        [
            new($"rt bench {Name} --seconds 5", "Five seconds with the usual load."),
            new($"rt bench {Name} --seconds 5 --json", "The same for a program."),
        ];
        Remarks = BenchCommand.Authority;
        Add(_connections);
        Add(_rate);
        Add(_seconds);
        Add(_payload);
        if (kind == BenchKind.Fanout)
        {
            Add(_publishers);
        }

        if (kind != BenchKind.Publish)
        {
            Add(_window);
        }

        Add(_json);
        Add(_remote);
        SetAction(RunAsync);
    }

    private static string DescriptionOf(BenchKind kind) => kind switch
    {
        BenchKind.Fanout => "One room, many members: the time until each has each message.",
        BenchKind.Echo => "Pairs of users, each pair in a room: the time there and back.",
        _ => "Publishers, each in a room of its own: the time until a message is stored.",
    };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var caller = _caller.Read(parsed, Terminal);
        if (!caller.Server.IsLoopback && !parsed.GetValue(_remote))
        {
            throw new ToolException(ExitCode.Usage, $"{caller.Server} is not on this machine: a load may hurt those who use it. Give --allow-remote if it is yours.");
        }

        var plan = new BenchPlan(
            parsed.GetValue(_connections),
            parsed.GetValue(_rate),
            TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
            parsed.GetValue(_payload),
            _kind == BenchKind.Fanout ? parsed.GetValue(_publishers) : 1,
            // As fast as the server takes it is beyond its limits: one under way keeps the order all the same.
            _kind == BenchKind.Publish ? 1 : parsed.GetValue(_window));
        await using var fleet = new BenchFleet(caller);
        BenchWork work = _kind switch
        {
            BenchKind.Fanout => new FanoutBench(plan, fleet, TimeProvider.System),
            BenchKind.Echo => new EchoBench(plan, fleet, TimeProvider.System),
            _ => new PublishBench(plan, fleet, TimeProvider.System),
        };
        var result = await RunAsync(work, cancellationToken);
        if (parsed.GetValue(_json))
        {
            Terminal.Raw(BenchReport.Json(result));
        }
        else
        {
            Terminal.Screen.Write(BenchReport.Table(result));
        }

        return result.IsWhole
            ? ExitCode.Ok
            : throw new ToolException(ExitCode.Failed, $"not everything arrived once and in order: {Words.Many(result.Refused, "message")} refused, {result.Missing} missing, {result.Late} late, {Words.Many(result.Gaps, "gap")}. A lower --rate or a larger --publishers keeps within the server's limits.");
    }

    private async Task<BenchResult> RunAsync(BenchWork work, CancellationToken cancellationToken)
    {
        if (!Terminal.ErrorIsTerminal)
        {
            return await work.RunAsync((_, _) => { }, cancellationToken);
        }

        return await Terminal.Progress.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var tasks = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                return work.RunAsync(
                    (name, share) =>
                    {
                        lock (tasks)
                        {
                            if (!tasks.TryGetValue(name, out var task))
                            {
                                tasks[name] = task = context.AddTask(name);
                            }

                            task.Value = Math.Max(task.Value, share * 100);
                        }
                    },
                    cancellationToken);
            });
    }
}
