using System.Diagnostics.CodeAnalysis;
using Orleans.Configuration;
using Orleans.Lite.Membership;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

/// <summary>The grain classes of a silo.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];

    public GrainClasses(IEnumerable<Type> types, GrainCollectionOptions options, SiloMessagingOptions messaging)
    {
        foreach (var type in types)
        {
            var grainType = GrainInterfaces.TypeOf(type);
            if (_byType.TryGetValue(grainType, out var other))
            {
                throw new InvalidOperationException($"{type} and {other.Type} have the same grain type '{grainType}'. Use [GrainType] to tell them apart.");
            }

            _byType.Add(grainType, new(type, grainType, options, messaging));
        }

        Manifest = new(MapInterfaces());
    }

    /// <summary>Which grain type implements an interface. If several do, the one of the same name; if there is none such, no one.</summary>
    public GrainManifest Manifest { get; }

    public bool TryGet(GrainType type, [NotNullWhen(true)] out GrainClass? grainClass) => _byType.TryGetValue(type, out grainClass);

    private Dictionary<string, GrainManifestEntry> MapInterfaces()
    {
        var result = new Dictionary<string, GrainManifestEntry>();
        foreach (var group in _byType.Values.SelectMany(each => each.Interfaces.Select(type => (Interface: type, Class: each))).GroupBy(each => each.Interface))
        {
            var candidates = group.Select(each => each.Class).ToList();
            var chosen = candidates.Count == 1 ? candidates[0] : candidates.Find(each => group.Key.Name == $"I{each.Type.Name}");
            if (chosen is not null)
            {
                result.Add(group.Key.FullName!, new(chosen.GrainType, chosen.IsStatelessWorker));
            }
        }

        return result;
    }
}
