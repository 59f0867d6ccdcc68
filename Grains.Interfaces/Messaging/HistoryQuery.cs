namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>Asks for one page of a log. With neither bound: the newest page.</summary>
/// <param name="AfterSeq">Only messages after this position, oldest page first.</param>
/// <param name="BeforeSeq">Only messages before this position, newest page first.</param>
/// <param name="Limit">Page size, 1 to 500.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.history-query")]
public sealed record HistoryQuery([property: Id(0)] long? AfterSeq, [property: Id(1)] long? BeforeSeq, [property: Id(2)] int Limit)
{
    /// <summary>Page size when a client names none.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Largest page.</summary>
    public const int MaxLimit = 500;
}
