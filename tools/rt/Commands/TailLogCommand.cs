using System.CommandLine;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt tail room</c>, <c>group</c>, <c>private</c> and <c>inbox</c>.</summary>
internal sealed class TailLogCommand : ToolCommand
{
    private readonly CallerOptions _caller;
    private readonly TailOptions _options;
    private readonly RealtimeLog _log;
    private readonly Argument<string>? _name;
    private readonly Option<long?> _since = new("--since")
    {
        HelpName = "seq",
        Description = "What is behind this position comes first: 0 for all that is held, -10 for the last ten. Default: from now on",
    };

    public TailLogCommand(string kind, string description, string? sample, CallerOptions caller, TailOptions options, Terminal terminal)
        : base(kind, description, terminal)
    {
        (_caller, _options) = (caller, options);
        _log = Enum.Parse<RealtimeLog>(kind, ignoreCase: true);
        if (sample is not null)
        {
            var what = kind == "private" ? "user" : kind;
            _name = new Argument<string>(what) { Description = kind == "private" ? "The other user's id" : $"The {kind}'s id" };
            Add(_name);
        }
        else
        {
            _since.Description = "What is behind this position comes first, where the inbox still has it. Default: what nobody took yet";
        }

        Examples =
        [
            new($"rt tail {kind}{(sample is null ? " --user alice" : " " + sample)}", "From now on, until Ctrl+C."),
            new($"rt tail {kind}{(sample is null ? " --user alice" : " " + sample)} --since 0 -n 20", "The twenty oldest that there are."),
        ];
        Add(_since);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var caller = _caller.Read(parsed, Terminal);
        var name = _name is null ? string.Empty : parsed.GetRequiredValue(_name);
        var since = parsed.GetValue(_since);
        var lines = new TailLines(Terminal, parsed.GetValue(_options.Json), parsed.GetValue(_options.Count));
        var options = Connector.Options(caller);
        if (since < 0)
        {
            since = _log == RealtimeLog.Inbox
                ? throw new ToolException(ExitCode.Usage, "an inbox has no last messages to count back from: give --since a position, or leave it out.")
                : await BackAsync(caller, name, -since.Value, cancellationToken);
        }

        if (since is { } position)
        {
            options.Snapshot = SnapshotAt(name, new LogPosition(position));
        }

        await using var client = new RealtimeClient(options);
        var notes = new ConnectionNotes(Terminal, isFirstTold: false);
        using var listening = client.On<RealtimeEvent>(occurrence =>
        {
            if (IsWanted(occurrence, name))
            {
                lines.Write(occurrence);
            }
            else if (occurrence is StateChange or ConnectedEvent or ClientError)
            {
                notes.Write(occurrence);
                lines.End(occurrence);
            }
        });
        await Connector.OpenAsync(client, caller, cancellationToken);
        try
        {
            await BeginAsync(client, name, since, cancellationToken);
            await lines.Ended.WaitAsync(cancellationToken);
        }
        catch (RealtimeClientException fault)
        {
            throw Faults.Of(fault, caller);
        }

        return ExitCode.Ok;
    }

    private async Task BeginAsync(RealtimeClient client, string name, long? since, CancellationToken cancellationToken)
    {
        switch (_log)
        {
            case RealtimeLog.Room:
                await client.SubscribeAsync(name, new SubscribeOptions { Since = since is { } position ? new LogPosition(position) : null }, cancellationToken);
                break;
            case RealtimeLog.Group:
                // Groups are heard without asking: a stranger would wait for ever, and never be told.
                await client.GetHistoryPageAsync(ChatTarget.Group(name), new HistoryOptions { Limit = 1 }, cancellationToken);
                break;
        }
    }

    /// <summary>The position so many messages before the end.</summary>
    private async Task<long> BackAsync(Caller caller, string name, long count, CancellationToken cancellationToken)
    {
        await using var client = new RealtimeClient(Connector.Options(caller));
        await Connector.OpenAsync(client, caller, cancellationToken);
        try
        {
            var page = await client.GetHistoryPageAsync(Target(name), new HistoryOptions { Limit = (int)Math.Min(count, 500) }, cancellationToken);
            return page.Messages is [{ Seq: { } first }, ..] ? first - 1 : 0;
        }
        catch (RealtimeClientException fault)
        {
            throw Faults.Of(fault, caller);
        }
    }

    private ChatTarget Target(string name) => _log switch
    {
        RealtimeLog.Room => ChatTarget.Room(name),
        RealtimeLog.Group => ChatTarget.Group(name),
        _ => ChatTarget.User(name),
    };

    private ClientSnapshot? SnapshotAt(string name, LogPosition position)
    {
        var positions = new Dictionary<string, LogPosition> { [name] = position };
        return _log switch
        {
            RealtimeLog.Inbox => new ClientSnapshot { Inbox = position },
            RealtimeLog.Group => new ClientSnapshot { Groups = positions },
            RealtimeLog.Private => new ClientSnapshot { Privates = positions },
            _ => null,
        };
    }

    private bool IsWanted(RealtimeEvent occurrence, string name) => occurrence switch
    {
        Gap gap => gap.Log == _log && gap.Id == name,
        RoomMessage room => _log == RealtimeLog.Room && room.RoomId == name,
        GroupMessage group => _log == RealtimeLog.Group && group.GroupId == name,
        MemberChange member => _log == RealtimeLog.Group && member.GroupId == name,
        PrivateMessage priv => _log == RealtimeLog.Private && priv.PeerUserId == name,
        RecallEvent recall => recall.Conversation.Log == _log && recall.Conversation.Id == name,
        // What has no place was sent to all, and is in no inbox.
        RealtimeMessage { Seq: not null } => _log == RealtimeLog.Inbox,
        _ => false,
    };
}
