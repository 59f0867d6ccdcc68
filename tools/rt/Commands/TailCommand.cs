using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary><c>rt tail</c>: follows one log.</summary>
internal sealed class TailCommand : ToolCommand
{
    public TailCommand(Terminal terminal)
        : base("tail", "Follow a room, an inbox, a conversation or a stream.", terminal)
    {
        Examples =
        [
            new("rt tail room lobby --since 0", "All that the room still has, then what comes."),
            new("rt tail room lobby --since -10 --json | jq .data", "The last ten messages and what comes, for a program."),
            new("rt tail stream orders --start 0 -n 100", "The first hundred entries, and no more."),
        ];
        Remarks =
            """
            Every message comes once and in order, also over a lost connection. What history no longer holds is announced as a gap, and does not count for -n.
            """;
        var caller = new CallerOptions(usualRole: "service");
        var options = new TailOptions();
        caller.AddTo(this);
        options.AddTo(this);
        Add(new TailLogCommand("room", "Follow a room.", "lobby", caller, options, terminal));
        Add(new TailLogCommand("group", "Follow a group that one is a member of.", "team", caller, options, terminal));
        Add(new TailLogCommand("private", "Follow the private conversation with a user.", "bob", caller, options, terminal));
        Add(new TailLogCommand("inbox", "Follow the inbox of the user that one is: what waits there is taken out of it.", null, caller, options, terminal));
        Add(new TailStreamCommand(caller, options, terminal));
    }
}
