using System.Collections.Concurrent;
using System.CommandLine;
using Orleans.Realtime.Cli.Connect;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt connect</c>: a client to talk with.</summary>
internal sealed class ConnectCommand : ToolCommand
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly CallerOptions _caller = new(usualRole: null);
    private readonly Option<string[]> _rooms = new("--room", "-r") { HelpName = "room", Description = "Subscribe to this room; may be repeated. The first is the one that is typed to", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _session = new("--session") { HelpName = "id", Description = "Resume this session: what it missed follows" };
    private readonly Option<bool> _json = new("--json") { Description = "Every frame of the server as it comes, one a line" };
    private readonly Option<bool> _stay = new("--stay") { Description = "Go on when the input ends, until Ctrl+C. Without it the end of the input is the end" };

    public ConnectCommand(Terminal terminal)
        : base("connect", "Connect, print what comes, and send what is typed.", terminal)
    {
        Examples =
        [
            new("rt connect --user alice --room lobby", "Talk in a room; /help says what else can be typed."),
            new("rt connect --user alice --session 98b34410…", "Go on where a connection was lost."),
            new("rt connect --user alice --json --stay < /dev/null", "All frames of a user, for a program."),
            new("echo 'deploy is done' | rt connect --user bot --room ops", "One line, acknowledged, and the end."),
        ];
        Remarks = "Lines that are typed:" + Environment.NewLine + string.Join(Environment.NewLine, ConnectSession.Help.Split('\n').Select(line => "  " + line.TrimEnd('\r')));
        _caller.AddTo(this);
        Add(_rooms);
        Add(_session);
        Add(_json);
        Add(_stay);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var caller = _caller.Read(parsed, Terminal);
        var rooms = parsed.GetValue(_rooms) ?? [];
        var isJson = parsed.GetValue(_json);
        var joined = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var raw = new RawFrames(Terminal, joined, showsAll: isJson);
        var options = Connector.Options(caller);
        options.SocketFactory = raw.OpenAsync;
        if (parsed.GetValue(_session) is { } session)
        {
            options.Snapshot = new ClientSnapshot { SessionId = session };
            raw.ShowRoomsOfTheSession();
        }

        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = new RealtimeClient(options);
        var notes = new ConnectionNotes(Terminal, isFirstTold: true);
        using var listening = client.On<RealtimeEvent>(occurrence =>
        {
            notes.Write(occurrence);
            if (occurrence is StateChange { State: RealtimeConnectionState.Closed, Error: { } error })
            {
                closed.TrySetException(error);
            }
            else if (!isJson && EventText.Of(occurrence, TimeProvider.System) is { } line)
            {
                Terminal.Line(line);
            }
        });
        await Connector.OpenAsync(client, caller, cancellationToken);
        var typing = new ConnectSession(client, raw, joined, caller, Terminal);
        foreach (var room in rooms.Reverse())
        {
            await typing.JoinAsync(room, cancellationToken);
        }

        if (Terminal.InIsTerminal)
        {
            Terminal.Note("[grey]-- type /help for what can be typed --[/]");
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await await Task.WhenAny(TypeAsync(typing, parsed.GetValue(_stay), ended.Token), closed.Task);
        }
        catch (RealtimeClientException fault)
        {
            throw Faults.Of(fault, caller);
        }
        finally
        {
            await ended.CancelAsync();
            await client.CloseAsync(Farewell, CancellationToken.None);
        }

        return !Terminal.InIsTerminal && typing.Failure is { } failure ? failure.ExitCode : ExitCode.Ok;
    }

    private static async Task TypeAsync(ConnectSession typing, bool stays, CancellationToken cancellationToken)
    {
        if (!await typing.RunAsync(cancellationToken) && stays)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
