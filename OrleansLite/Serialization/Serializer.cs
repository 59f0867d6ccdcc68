using System.Diagnostics.CodeAnalysis;
using Orleans.Lite.Messaging;
using Orleans.Lite.Wire;

namespace Orleans.Serialization;

/// <summary>Values as bytes, as they cross the wire. A service of each silo.</summary>
public sealed class Serializer
{
    private readonly Func<Node?> _node;

    internal Serializer(Func<Node?> node) => _node = node;

    /// <summary>A value as bytes.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Microsoft's is a member of the instance.")]
    public byte[] SerializeToArray<T>(T value) => WireFormat.Serialize(value);

    /// <summary>The value that the bytes are.</summary>
    /// <exception cref="SerializerException">They are no such value.</exception>
    public T Deserialize<T>(ArraySegment<byte> bytes) => WireFormat.Deserialize<T>(bytes, _node());
}
