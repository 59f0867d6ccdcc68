namespace Orleans.Realtime.Runtime.Conformance.Tests.Grains;

/// <summary>References as members of a message.</summary>
[GenerateSerializer]
public sealed record Subscription([property: Id(0)] string Name, [property: Id(1)] IEventObserver Observer, [property: Id(2)] ITurnGrain Turns);
