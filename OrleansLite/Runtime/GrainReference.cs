using Orleans.Lite.Activations;
using Orleans.Lite.Invocation;
using Orleans.Lite.Messaging;
using Orleans.Lite.Observers;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer. The emitted proxies of interfaces derive from it.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly ReferenceBinding _binding;
    private readonly IdSpan _key;
    private SiloAddress? _home;

    internal GrainReference(ReferenceBinding binding, IdSpan key)
    {
        _binding = binding;
        _key = key;
    }

    /// <summary>Whom it refers to.</summary>
    public GrainId GrainId => new(_binding.GrainType, _key);

    /// <summary>The interface's name.</summary>
    public string InterfaceName => _binding.Interface.FullName ?? _binding.Interface.Name;

    internal ReferenceBinding Binding => _binding;

    /// <summary>The node an observer lives on; null for grains, whose silo may change.</summary>
    internal SiloAddress? Home => _binding.GrainType == ObserverId.Type ? _home ??= ObserverId.NodeOf(_key) : null;

    // Within a grain its silo's node makes the call, wherever the reference came from.
    private Node Node => RuntimeContext.Current is Activation activation ? activation.Node : _binding.Node;

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

    internal void SendVoid(Request request) => Node.SendOneWay(this, request);

    internal Task SendTask(Request request) => SendTaskOf<bool>(request);

    internal ValueTask SendValueTask(Request request) => new(SendTaskOf<bool>(request));

    internal ValueTask<T> SendValueTaskOf<T>(Request request) => new(SendTaskOf<T>(request));

    internal Task<T> SendTaskOf<T>(Request request)
    {
        if (!request.Method.IsOneWay)
        {
            return Node.SendAsync<T>(this, request);
        }

        Node.SendOneWay(this, request);
        return Task.FromResult<T>(default!);
    }
}
