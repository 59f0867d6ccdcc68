using Orleans.Runtime;

namespace Orleans.Lite.Membership;

/// <summary>Which grain type implements an interface, by the interface's full name.</summary>
internal sealed record GrainManifest(IReadOnlyDictionary<string, GrainManifestEntry> Interfaces)
{
    public static GrainManifest Empty { get; } = new(new Dictionary<string, GrainManifestEntry>());
}
