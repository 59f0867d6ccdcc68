using System.CommandLine;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Streams;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt tail stream</c>.</summary>
internal sealed class TailStreamCommand : ToolCommand
{
    // Printing is slow where a person looks on.
    private const int MaxBuffered = 100_000;

    private readonly CallerOptions _caller;
    private readonly TailOptions _options;
    private readonly Argument<string> _stream = new("stream") { Description = "The stream's name" };
    private readonly Option<string> _start = new("--start")
    {
        HelpName = "id",
        Description = "Begin behind this entry; 0 for all that there are, $ for new ones. Default: $",
    };

    public TailStreamCommand(CallerOptions caller, TailOptions options, Terminal terminal)
        : base("stream", "Follow a stream. Consumer groups lose nothing by it.", terminal)
    {
        (_caller, _options) = (caller, options);
        Examples =
        [
            new("rt tail stream orders", "From now on, until Ctrl+C."),
            new("rt tail stream orders --start 1763690000000-0 --json", "What is behind an entry, for a program."),
        ];
        Add(_stream);
        Add(_start);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var caller = _caller.Read(parsed, Terminal);
        var lines = new TailLines(Terminal, parsed.GetValue(_options.Json), parsed.GetValue(_options.Count));
        await using var client = new RealtimeClient(Connector.Options(caller));
        var notes = new ConnectionNotes(Terminal, isFirstTold: false);
        using var listening = client.On<RealtimeEvent>(notes.Write);
        await Connector.OpenAsync(client, caller, cancellationToken);
        try
        {
            var options = new StreamSubscribeOptions { StartId = parsed.GetValue(_start) ?? "$", OnGap = lines.Write, MaxBuffered = MaxBuffered };
            await using var subscription = await client.Streams.SubscribeAsync(parsed.GetRequiredValue(_stream), options, cancellationToken);
            await foreach (var entry in subscription.WithCancellation(cancellationToken))
            {
                if (lines.Write(entry))
                {
                    break;
                }
            }
        }
        catch (RealtimeClientException fault)
        {
            throw Faults.Of(fault, caller);
        }

        return ExitCode.Ok;
    }
}
