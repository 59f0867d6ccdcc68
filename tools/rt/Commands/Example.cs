namespace Orleans.Realtime.Cli.Commands;

/// <summary>One example of a command's help.</summary>
/// <param name="CommandLine">What to type.</param>
/// <param name="Effect">What it does.</param>
internal sealed record Example(string CommandLine, string Effect);
