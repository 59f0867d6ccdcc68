using System.CommandLine;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>One command of the tool: what it takes, what it does, and how it is used.</summary>
internal abstract class ToolCommand(string name, string description, Terminal terminal) : Command(name, description)
{
    /// <summary>Shown below the help of options.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>What a user must know and options do not tell; shown between options and examples.</summary>
    public string? Remarks { get; init; }

    /// <summary>Where it reads and writes.</summary>
    protected Terminal Terminal { get; } = terminal;
}
