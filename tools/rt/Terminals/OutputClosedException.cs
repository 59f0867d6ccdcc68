namespace Orleans.Realtime.Cli.Terminals;

/// <summary>Whoever read our output went away.</summary>
internal sealed class OutputClosedException(Exception cause) : Exception("Standard output was closed.", cause);
