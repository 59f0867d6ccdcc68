namespace Orleans.Realtime.Grains.Interfaces.Diagnostics;

/// <summary>A gateway or a service that a log is delivered to.</summary>
/// <param name="Name">The gateway's instance id, or the service's name within the room.</param>
/// <param name="Connections">Connections there that listen, as far as the log's owner knows them: it does not for groups and private conversations; 0 for a service.</param>
/// <param name="DeliveredSeq">The last position that it confirmed.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.log-receiver")]
public sealed record LogReceiver([property: Id(0)] string Name, [property: Id(1)] int Connections, [property: Id(2)] long DeliveredSeq);
