namespace Orleans.Realtime.Grains.Interfaces.Diagnostics;

/// <summary>How much there is of something.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Count">How much.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.named-count")]
public readonly record struct NamedCount([property: Id(0)] string Name, [property: Id(1)] long Count);
