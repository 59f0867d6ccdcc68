using Orleans.Realtime.Cli.Bench;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt bench</c>: a bounded load on a server of one's own.</summary>
internal sealed class BenchCommand : ToolCommand
{
    /// <summary>What figures of this tool are worth.</summary>
    public const string Authority =
        """
        A first look at a server of your own, and no benchmark: server and tool share the machine, and the tool is
        a full client that parses, keeps positions and checks every message. Where its CPU is busy, figures are the
        tool's. bench/run.sh measures what things cost, beside other servers; docs/performance.md has its figures.
        Each run uses rooms of its own, which the server forgets after Rooms:IdleTtl.
        """;

    public BenchCommand(Terminal terminal)
        : base("bench", "Put a bounded load on a server of one's own, and check that everything arrives once and in order.", terminal)
    {
        Examples =
        [
            new("rt bench fanout --connections 200 --rate 50 --seconds 10", "One room of 200: latency and throughput of the deliveries."),
            new("rt bench echo --connections 20 --rate 100", "Ten pairs: the time there and back."),
            new("rt bench publish --connections 50", "As fast as they are acknowledged."),
        ];
        Remarks = Authority;
        var caller = new CallerOptions(usualRole: "service");
        caller.AddTo(this);
        foreach (var kind in Enum.GetValues<BenchKind>())
        {
            Add(new BenchKindCommand(kind, caller, terminal));
        }
    }
}
