namespace Orleans.Realtime.Cli;

/// <summary>Ends the tool with one line for its user.</summary>
/// <param name="exitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="message">What happened and what to do about it, one sentence or two.</param>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    /// <summary>What the process answers.</summary>
    public int ExitCode { get; } = exitCode;
}
