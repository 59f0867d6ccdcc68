namespace Orleans.Realtime.Cli;

/// <summary>What the tool's exit codes mean; they are part of its contract with scripts.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Ok = 0;

    /// <summary>The server refused, a check found a fault, messages were lost.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>The server cannot be reached, or does not let us in.</summary>
    public const int CannotConnect = 3;

    /// <summary>A message was sent and never acknowledged: it may or may not be stored.</summary>
    public const int NotAcknowledged = 4;

    /// <summary>Ctrl+C, or SIGTERM: 128 and the number of SIGINT, as shells count.</summary>
    public const int Interrupted = 130;
}
