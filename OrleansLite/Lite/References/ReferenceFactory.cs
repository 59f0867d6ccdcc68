using System.Collections.Concurrent;
using Orleans.Lite.Invocation;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.Observers;
using Orleans.Runtime;

namespace Orleans.Lite.References;

/// <summary>Makes references that are bound to a node.</summary>
internal sealed class ReferenceFactory(Node node, GrainManifest? ownManifest)
{
    private readonly ConcurrentDictionary<Type, ReferenceBinding> _byInterface = new();
    private readonly ConcurrentDictionary<(Type, GrainType), ReferenceBinding> _byGrainType = new();

    /// <summary>A reference to the grain that implements <paramref name="interfaceType"/>.</summary>
    /// <exception cref="ArgumentException">No silo has such a grain.</exception>
    public GrainReference ForKey(Type interfaceType, IdSpan key)
    {
        if (!_byInterface.TryGetValue(interfaceType, out var binding))
        {
            var entry = Find(interfaceType.FullName!) ?? throw new ArgumentException($"Could not find an implementation for interface {interfaceType.FullName}");
            binding = _byInterface.GetOrAdd(interfaceType, new ReferenceBinding(node, entry.GrainType, interfaceType, entry.AnySilo));
        }

        return ProxyTypes.Create(binding, key);
    }

    /// <summary>A reference to a grain or an observer by identity.</summary>
    public GrainReference ForGrain(Type interfaceType, in GrainId id)
    {
        var binding = _byGrainType.GetOrAdd((interfaceType, id.Type), _ => new(node, default, interfaceType, Find(interfaceType.FullName!)?.AnySilo == true));
        if (binding.GrainType.IsDefault)
        {
            binding = binding with { GrainType = id.Type };
            _byGrainType[(interfaceType, id.Type)] = binding;
        }

        return ProxyTypes.Create(binding, id.Key);
    }

    public GrainReference ForObserver(Type interfaceType, IGrainObserver target) => ForGrain(interfaceType, node.Observers.Add(target));

    public bool Forget(GrainReference reference) => ObserverId.IsObserver(reference.GrainId) && node.Observers.Remove(reference.GrainId);

    private GrainManifestEntry? Find(string interfaceName) =>
        ownManifest?.Interfaces.GetValueOrDefault(interfaceName)
        ?? node.View.Members.Select(member => member.Manifest.Interfaces.GetValueOrDefault(interfaceName)).FirstOrDefault(entry => entry is not null);
}
