using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>The grain type of an interface, and whether any silo may answer.</summary>
internal sealed record GrainManifestEntry(GrainType GrainType, bool AnySilo);
