namespace Orleans.Realtime.Grains.Interfaces.Gateways;

/// <summary>The owner's answer to an attach or join.</summary>
/// <param name="LastSeq">The newest position of the log. After a first attach, live delivery starts right behind it.</param>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Members">How many connections the log's audience has over all gateways.</param>
/// <param name="HostId">The silo that answered: when it is lost, attach again.</param>
/// <param name="Known">False when a join reached an owner that knows no route to this gateway: attach again.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.attach-result")]
public sealed record AttachResult(
    [property: Id(0)] long LastSeq,
    [property: Id(1)] string Epoch,
    [property: Id(2)] int Members,
    [property: Id(3)] string HostId,
    [property: Id(4)] bool Known);
