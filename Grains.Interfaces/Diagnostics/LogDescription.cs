namespace Orleans.Realtime.Grains.Interfaces.Diagnostics;

/// <summary>A log as its owner sees it now.</summary>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="FirstSeq">The oldest position that is still held; <paramref name="LastSeq"/> + 1 when nothing is.</param>
/// <param name="LastSeq">The newest position, 0 before the first.</param>
/// <param name="AckedSeq">Of an inbox: confirmed up to here.</param>
/// <param name="Gateways">The gateways that it is delivered to, at most 1,024.</param>
/// <param name="Services">The services that it is delivered to, as many as <c>Rooms:MaxSubscribers</c> allows.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.log-description")]
public sealed record LogDescription(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long FirstSeq,
    [property: Id(2)] long LastSeq,
    [property: Id(3)] long AckedSeq,
    [property: Id(4)] LogReceiver[] Gateways,
    [property: Id(5)] LogReceiver[] Services);
