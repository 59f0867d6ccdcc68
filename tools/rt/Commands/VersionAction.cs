using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Commands;

/// <summary>Prints the tool's own version; the usual one is that of whatever process it runs in.</summary>
internal sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        terminal.Raw(version.Split('+')[0]);
        return ExitCode.Ok;
    }
}
