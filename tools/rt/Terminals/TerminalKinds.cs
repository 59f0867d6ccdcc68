namespace Orleans.Realtime.Cli.Terminals;

/// <summary>Which of a process' streams a person looks at.</summary>
[Flags]
internal enum TerminalKinds
{
    /// <summary>All are files or pipes.</summary>
    None = 0,

    /// <summary>Standard input.</summary>
    Input = 1,

    /// <summary>Standard output.</summary>
    Output = 2,

    /// <summary>Standard error.</summary>
    Error = 4,
}
