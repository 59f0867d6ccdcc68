namespace Orleans.Realtime.OrleansLite.TestSilo.Contracts;

/// <summary>A type that older versions do not have.</summary>
[GenerateSerializer]
public sealed record Extra([property: Id(0)] List<string> Names, [property: Id(1)] int Number);
