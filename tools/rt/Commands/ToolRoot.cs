using System.CommandLine;
using System.CommandLine.Help;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>All commands of the tool.</summary>
internal sealed class ToolRoot : RootCommand
{
    /// <summary>Shown with <c>rt --help</c>.</summary>
    public static readonly IReadOnlyList<Example> Examples =
    [
        new("rt connect --user alice --room lobby", "Talk: what you type goes to the room, what others say is printed."),
        new("rt publish room lobby '{\"hello\":\"world\"}'", "Publish one message, and wait until it is stored."),
        new("rt tail room lobby --since 0", "All that the room still has, then what comes."),
        new("rt stats --watch", "What the server does, live."),
    ];

    /// <summary>What holds for every command.</summary>
    public const string Epilogue =
        """
        Environment:
          RT_URL      The server, where --url does not say
          RT_TOKEN    The token, where --token does not say: a token on the command line can be seen by others on the machine
          NO_COLOR    No colours; they are off anyway where output is no terminal

        Exit codes:
          0 done, 1 failed, 2 wrong usage, 3 cannot connect, 4 not acknowledged, 130 interrupted
        """;

    public ToolRoot(Terminal terminal)
        : base("The command-line tool of Orleans.Realtime: durable, ordered, real-time messaging.")
    {
        Add(new ConnectCommand(terminal));
        Add(new PublishCommand(terminal));
        Add(new TailCommand(terminal));
        Add(new StatsCommand(terminal));
        Add(new BenchCommand(terminal));
        Add(new CheckConfigCommand(terminal));
        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, terminal);
        Options.OfType<VersionOption>().Single().Action = new VersionAction(terminal);
    }
}
