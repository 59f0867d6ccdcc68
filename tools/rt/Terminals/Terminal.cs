using System.Text;
using Spectre.Console;

namespace Orleans.Realtime.Cli.Terminals;

/// <summary>
/// Where the tool reads and writes. Standard output carries results and nothing else; progress and faults go to standard error. Each is coloured only where a
/// person sees it: not when redirected, not with <c>NO_COLOR</c>, not on a dumb terminal.
/// </summary>
internal sealed class Terminal
{
    // A line of a message stays one line: a terminal wraps it by itself, and whoever copies it gets it whole.
    private const int Unbroken = 1 << 20;

    private readonly Lock _writing = new();
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly IAnsiConsole _lines;
    private readonly IAnsiConsole _errors;

    public Terminal(TextReader input, TextWriter output, TextWriter error, TerminalKinds kinds, IReadOnlyDictionary<string, string> variables, int width = 0)
    {
        (In, Out, Error, _variables) = (input, output, error, variables);
        InIsTerminal = kinds.HasFlag(TerminalKinds.Input);
        OutIsTerminal = kinds.HasFlag(TerminalKinds.Output);
        ErrorIsTerminal = kinds.HasFlag(TerminalKinds.Error);
        var mayColour = Variable("NO_COLOR") is null && Variable("TERM") is not "dumb";
        Screen = Console(output, OutIsTerminal, mayColour, width > 0 ? width : 120);
        Progress = Console(error, ErrorIsTerminal, mayColour, width > 0 ? width : 120);
        _lines = Console(output, OutIsTerminal, mayColour, Unbroken);
        _errors = Console(error, ErrorIsTerminal, mayColour, Unbroken);
    }

    /// <summary>Standard input.</summary>
    public TextReader In { get; }

    /// <summary>Standard output, for what must come out byte for byte.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether a person types.</summary>
    public bool InIsTerminal { get; }

    /// <summary>Whether a person reads the output.</summary>
    public bool OutIsTerminal { get; }

    /// <summary>Whether a person sees progress.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>Standard output for tables and live displays.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>Standard error for progress.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        var kinds = (System.Console.IsInputRedirected ? TerminalKinds.None : TerminalKinds.Input)
            | (System.Console.IsOutputRedirected ? TerminalKinds.None : TerminalKinds.Output)
            | (System.Console.IsErrorRedirected ? TerminalKinds.None : TerminalKinds.Error);
        var output = System.Console.IsOutputRedirected ? new PipeWriter(System.Console.OpenStandardOutput()) : System.Console.Out;
        // Content is UTF-8 wherever it comes from, whatever the locale says.
        var input = System.Console.IsInputRedirected ? new StreamReader(System.Console.OpenStandardInput(), new UTF8Encoding(false)) : System.Console.In;
        var variables = System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .ToDictionary(name => name, name => System.Environment.GetEnvironmentVariable(name) ?? string.Empty, StringComparer.Ordinal);
        return new Terminal(input, output, System.Console.Error, kinds, variables, Width(kinds));
    }

    /// <summary>An environment variable; null when it is not set, or empty.</summary>
    public string? Variable(string name) => _variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>All environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>Writes one line of Spectre's markup; what came from elsewhere must have gone through <see cref="Words.Safe"/>.</summary>
    public void Line(string markup)
    {
        lock (_writing)
        {
            _lines.MarkupLine(markup);
            Out.Flush();
        }
    }

    /// <summary>Writes one line as it is.</summary>
    public void Raw(string line)
    {
        lock (_writing)
        {
            Out.WriteLine(line);
            Out.Flush();
        }
    }

    /// <summary>A word about what goes on, on standard error: where output is data it does not get in between.</summary>
    public void Note(string markup)
    {
        lock (_writing)
        {
            _errors.MarkupLine(markup);
        }
    }

    /// <summary>What went wrong, one line on standard error.</summary>
    public void Fault(string words) => Note($"[red]{Words.Safe(words)}[/]");

    private static int Width(TerminalKinds kinds)
    {
        try
        {
            return kinds.HasFlag(TerminalKinds.Output) || kinds.HasFlag(TerminalKinds.Error) ? System.Console.WindowWidth : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IAnsiConsole Console(TextWriter writer, bool isTerminal, bool mayColour, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && mayColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = width;
        return console;
    }
}
