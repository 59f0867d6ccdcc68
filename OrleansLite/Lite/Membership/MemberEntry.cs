using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>A silo in the membership, with what it hosts.</summary>
[GenerateSerializer]
internal sealed record MemberEntry(
    [property: Id(0)] SiloAddress Address,
    [property: Id(1)] string Name,
    [property: Id(2)] SiloStatus Status,
    [property: Id(3)] GrainManifest Manifest);
