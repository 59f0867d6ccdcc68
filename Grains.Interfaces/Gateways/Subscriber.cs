namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>One connection of a log's audience, as the owning grain knows it.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.subscriber")]
public sealed record Subscriber([property: Id(0)] string SessionId, [property: Id(1)] string UserId);
