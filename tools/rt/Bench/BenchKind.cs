namespace Orleans.Realtime.Cli.Bench;

/// <summary>The kinds of load.</summary>
internal enum BenchKind
{
    /// <summary>One room, many members.</summary>
    Fanout,

    /// <summary>Pairs of users, there and back.</summary>
    Echo,

    /// <summary>Publishers that wait for acknowledgements.</summary>
    Publish,
}
