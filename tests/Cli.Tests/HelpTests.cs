using System.CommandLine;
using System.CommandLine.Help;
using Orleans.Realtime.Cli.Commands;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Cli.Tests.Support;

namespace Orleans.Realtime.Cli.Tests;

public sealed class HelpTests
{
    private static readonly ToolRoot Root = new(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, TerminalKinds.None, new Dictionary<string, string>()));

    private static readonly Lazy<string> Page = new(() => File.ReadAllText(Path.Combine(Cluster.Tests.Support.EmbeddedServer.RepositoryRoot, "docs", "cli.md")));

    public static TheoryData<string> Lines => [.. All(Root, "").Select(command => command.Line)];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Help_HasExamplesThatStartWithTheTool(string line)
    {
        var run = await Tool.RunAsync([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        run.ExitCode.ShouldBe(ExitCode.Ok);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldContain("Usage:");
        run.Out[run.Out.IndexOf("Examples:", StringComparison.Ordinal)..].ShouldContain("  rt ");
        run.Lines.ShouldAllBe(text => text.Length <= 165);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Page_HasEveryCommandOptionAndArgument(string line)
    {
        var command = All(Root, "").Single(candidate => candidate.Line == line).Command;
        Page.Value.ShouldContain($"rt {line}".TrimEnd());
        foreach (var option in command.Options.Where(option => option is not (HelpOption or VersionOption)))
        {
            Page.Value.ShouldContain($"`{option.Name}", customMessage: $"docs/cli.md does not have an option of 'rt {line}'");
        }

        foreach (var argument in command.Arguments)
        {
            Page.Value.ShouldContain($"<{argument.Name}>", customMessage: $"docs/cli.md does not have an argument of 'rt {line}'");
        }
    }

    [Fact]
    public void Page_HasEveryExampleOfTheHelp()
    {
        foreach (var example in All(Root, "").SelectMany(command => command.Command is ToolCommand tool ? tool.Examples : ToolRoot.Examples))
        {
            Page.Value.ShouldContain(example.CommandLine);
        }
    }

    [Fact]
    public void Everything_IsDescribed()
    {
        foreach (var (_, command) in All(Root, ""))
        {
            command.Description.ShouldNotBeNullOrEmpty(command.Name);
            command.Options.ShouldAllBe(option => !string.IsNullOrEmpty(option.Description));
            command.Arguments.ShouldAllBe(argument => !string.IsNullOrEmpty(argument.Description));
        }
    }

    private static IEnumerable<(string Line, Command Command)> All(Command command, string line) =>
        command.Subcommands.SelectMany(sub => All(sub, $"{line} {sub.Name}".Trim())).Prepend((line, command));
}
