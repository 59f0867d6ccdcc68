using System.CommandLine;
using System.CommandLine.Invocation;
using Orleans.Realtime.Cli.Commands;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli;

/// <summary>The tool from its arguments to its exit code.</summary>
internal static class RealtimeTool
{
    /// <summary>Runs one command line. Whatever goes wrong is one line on standard error.</summary>
    /// <param name="args">The arguments, without the tool's name.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="interrupted">Ctrl+C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken interrupted)
    {
        var parsed = new ToolRoot(terminal).Parse(args);
        var name = string.Join(' ', Names(parsed.CommandResult.Command));
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            terminal.Fault($"{name}: {FaultOf(parsed)}. See '{name} --help'.");
            return ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            var code = await parsed.InvokeAsync(invocation, interrupted);
            terminal.Out.Flush();
            return code;
        }
        catch (ToolException fault)
        {
            terminal.Fault($"{name}: {fault.Message}");
            return fault.ExitCode;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (OutputClosedException)
        {
            // As with 'rt tail … | head': whoever reads has enough.
            return ExitCode.Ok;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Fault($"{name}: {fault.Message}");
            return ExitCode.Failed;
        }
    }

    private static string FaultOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
        {
            return parsed.Errors[0].Message.TrimEnd('.');
        }

        var names = command.Subcommands.Select(sub => sub.Name).ToList();
        var all = $"one of {string.Join(", ", names)}";
        return parsed.UnmatchedTokens is not [var token, ..] ? $"say what to do, {all}"
            : token.StartsWith('-') ? $"'{token}' is no option here; first say what to do, {all}"
            : Near(token, names) is { } near ? $"'{token}' is none of its commands: did you mean '{near}'?"
            : $"'{token}' is none of its commands: {all}";
    }

    // A name may be misspelled, or its beginning.
    private static string? Near(string token, IReadOnlyList<string> names) =>
        Words.Nearest(token, names) ?? names.FirstOrDefault(name => name.Length > token.Length && Words.Nearest(token, [name[..token.Length]]) is not null);

    private static IEnumerable<string> Names(Command command) =>
        command.Parents.OfType<Command>().SelectMany(Names).Append(command is RootCommand ? "rt" : command.Name);
}
