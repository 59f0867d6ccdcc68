using Orleans.Lite.Invocation;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer. Proxies of interfaces derive from it.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly ReferenceBinding _binding;
    private readonly IdSpan _key;

    internal GrainReference(ReferenceBinding binding, IdSpan key)
    {
        _binding = binding;
        _key = key;
    }

    /// <summary>Whom it refers to.</summary>
    public GrainId GrainId => new(_binding.GrainType, _key);

    /// <summary>The interface's name.</summary>
    public string InterfaceName => _binding.Interface.FullName ?? _binding.Interface.Name;

    internal Type InterfaceType => _binding.Interface;

    internal IReferenceRuntime Runtime => _binding.Runtime;

    /// <summary>Equality by grain.</summary>
    public static bool operator ==(GrainReference? left, GrainReference? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality by grain.</summary>
    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"GrainReference: {GrainId}";
}
