using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>The usual help, and below it what a newcomer copies from.</summary>
internal sealed class HelpWithExamples(HelpAction usual, Terminal terminal) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = Math.Max(60, Math.Min(terminal.Screen.Profile.Width, 120));
        usual.Invoke(parseResult);
        var command = parseResult.CommandResult.Command as ToolCommand;
        if (command?.Remarks is { } remarks)
        {
            terminal.Out.WriteLine(remarks);
            terminal.Out.WriteLine();
        }

        if ((command?.Examples ?? ToolRoot.Examples) is { Count: > 0 } examples)
        {
            terminal.Out.WriteLine("Examples:");
            foreach (var example in examples)
            {
                terminal.Out.WriteLine($"  {example.CommandLine}");
                terminal.Out.WriteLine($"      {example.Effect}");
            }

            terminal.Out.WriteLine();
        }

        if (parseResult.CommandResult.Command is RootCommand)
        {
            terminal.Out.WriteLine(ToolRoot.Epilogue);
        }

        return ExitCode.Ok;
    }
}
