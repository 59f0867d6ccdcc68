using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>A silo in the membership, with what it hosts.</summary>
internal sealed record MemberEntry(SiloAddress Address, string Name, SiloStatus Status, GrainManifest Manifest);
