using Orleans.Lite.Invocation;
using Orleans.Lite.Wire.Types;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Tcp;

/// <summary>The names that came on a connection, by number.</summary>
internal sealed class IncomingNames
{
    private readonly List<object> _names = [];

    public void Add(string name)
    {
        if (_names.Count == OutgoingNames.Limit)
        {
            throw new SerializerException("Malformed bytes: too many names.");
        }

        _names.Add(name);
    }

    public MethodDescriptor Method(ulong number)
    {
        var known = At(number);
        if (known is MethodDescriptor method)
        {
            return method;
        }

        var name = known as string ?? throw new SerializerException("Malformed bytes: a grain type in place of a method.");
        var end = name.IndexOf('\n', StringComparison.Ordinal);
        var contract = end < 0 ? null : TypeNames.Find(name[..end]);
        method = (contract is { IsInterface: true } && typeof(IAddressable).IsAssignableFrom(contract) ? ProxyTypes.FindMethod(contract, name[(end + 1)..]) : null)
            ?? throw new SerializerException($"There is no method '{name.Replace("\n", ".", StringComparison.Ordinal)}' here.");
        _names[(int)number] = method;
        return method;
    }

    public GrainType Type(ulong number)
    {
        var known = At(number);
        if (known is GrainType type)
        {
            return type;
        }

        type = known is string { Length: > 0 } name ? GrainType.Create(name) : throw new SerializerException("Malformed bytes: a method in place of a grain type.");
        _names[(int)number] = type;
        return type;
    }

    private object At(ulong number) => number < (ulong)_names.Count ? _names[(int)number] : throw new SerializerException("Malformed bytes: a name that was never given.");
}
