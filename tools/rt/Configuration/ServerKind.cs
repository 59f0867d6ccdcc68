namespace Orleans.Realtime.Cli.Configuration;

/// <summary>The processes whose configuration can be checked.</summary>
internal enum ServerKind
{
    /// <summary>Silo and gateway in one process.</summary>
    Embedded,

    /// <summary>A gateway that is a process of its own.</summary>
    Gateway,

    /// <summary>A silo that is a process of its own.</summary>
    Silo,
}
