using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>Which grain type implements an interface, by the interface's full name.</summary>
[GenerateSerializer]
internal sealed record GrainManifest([property: Id(0)] IReadOnlyDictionary<string, GrainManifestEntry> Interfaces)
{
    public static GrainManifest Empty { get; } = new(new Dictionary<string, GrainManifestEntry>());
}
