namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>One of the biggest audiences of a gateway.</summary>
/// <param name="Id">The room or the group.</param>
/// <param name="Connections">Its connections on that gateway.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.audience-size")]
public readonly record struct AudienceSize([property: Id(0)] string Id, [property: Id(1)] int Connections);
