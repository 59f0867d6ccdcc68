namespace Orleans.Realtime.Cli.Configuration;

/// <summary>What a finding means for the server.</summary>
internal enum Severity
{
    /// <summary>The server does not start.</summary>
    Error,

    /// <summary>It starts, and probably does not do what was meant.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Note,
}
