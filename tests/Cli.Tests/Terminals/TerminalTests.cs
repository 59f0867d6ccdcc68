using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Tests.Terminals;

public sealed class TerminalTests
{
    [Fact]
    public void Redirected_HasNoColours_AndLinesAreNotWrapped()
    {
        var output = new StringWriter { NewLine = "\n" };
        var text = new string('x', 5_000);
        New(output, TerminalKinds.None).Line($"[red]{text}[/]");

        output.ToString().TrimEnd().ShouldBe(text);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public void Terminal_ThatWantsNone_HasNoColours(string name, string value)
    {
        var output = new StringWriter();
        New(output, TerminalKinds.Output, (name, value)).Line("[red]x[/]");

        output.ToString().ShouldNotContain("[31m");
    }

    [Fact]
    public void Pipe_WhoseReaderIsGone_SaysSo()
    {
        var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        pipe.DisposeLocalCopyOfClientHandle();
        using var writer = new PipeWriter(pipe);

        Should.Throw<OutputClosedException>(() => writer.WriteLine("x"));
    }

    private static Terminal New(TextWriter output, TerminalKinds kinds, params (string Name, string Value)[] variables) =>
        new(TextReader.Null, output, TextWriter.Null, kinds, variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
