using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>The grain type of an interface, and whether any silo may answer.</summary>
[GenerateSerializer]
internal sealed record GrainManifestEntry([property: Id(0)] GrainType GrainType, [property: Id(1)] bool AnySilo);
