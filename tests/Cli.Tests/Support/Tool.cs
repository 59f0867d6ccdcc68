using Orleans.Realtime.Cli.Terminals;

namespace Orleans.Realtime.Cli.Tests.Support;

/// <summary>The tool in this process: what a user types, and what comes of it.</summary>
internal sealed class Tool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _interrupted = new();
    private readonly Task<int> _run;

    private Tool(string[] args, TextReader? input, TerminalKinds kinds, IReadOnlyDictionary<string, string>? variables)
    {
        var terminal = new Terminal(input ?? In, Out, Error, kinds, variables ?? new Dictionary<string, string>(), width: 100);
        _run = Task.Run(() => RealtimeTool.RunAsync(args, terminal, _interrupted.Token));
    }

    public TypedInput In { get; } = new();

    public LineWriter Out { get; } = new();

    public LineWriter Error { get; } = new();

    /// <summary>Starts it, to be watched while it runs.</summary>
    public static Tool Start(params string[] args) => new(args, null, TerminalKinds.None, null);

    /// <summary>Starts it with an environment, or as if a person looked on.</summary>
    public static Tool Start(string[] args, TerminalKinds kinds = TerminalKinds.None, IReadOnlyDictionary<string, string>? variables = null) => new(args, null, kinds, variables);

    /// <summary>Runs it to its end.</summary>
    public static Task<ToolRun> RunAsync(params string[] args) => RunAsync(args, input: "");

    /// <summary>Runs it to its end on some input.</summary>
    public static async Task<ToolRun> RunAsync(string[] args, string input = "", TerminalKinds kinds = TerminalKinds.None, IReadOnlyDictionary<string, string>? variables = null)
    {
        await using var tool = new Tool(args, new StringReader(input), kinds, variables);
        return await tool.EndAsync();
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt() => _interrupted.Cancel();

    /// <summary>Waits for its end.</summary>
    public async Task<ToolRun> EndAsync()
    {
        try
        {
            return new ToolRun(await _run.WaitAsync(Patience), Out.ToString(), Error.ToString());
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The tool does not end. It wrote:\n{Out}\n{Error}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _interrupted.CancelAsync();
        In.End();
        await _run.WaitAsync(Patience);
        _interrupted.Dispose();
    }
}
