using Orleans.Lite.Invocation;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and references.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to this grain as <typeparamref name="TGrainInterface"/>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        return (TGrainInterface)grain.AsReference(typeof(TGrainInterface));
    }

    /// <summary>Another interface of the same grain.</summary>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <summary>A reference to this grain as <paramref name="interfaceType"/>.</summary>
    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        var reference = Reference(grain);
        return interfaceType.IsInstanceOfType(reference)
            ? reference
            : ProxyTypes.Create(reference.Binding with { Interface = interfaceType }, reference.GrainId.Key);
    }

    /// <summary>The grain's identity.</summary>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReference reference => reference.GrainId,
            IGrainBase activation => activation.GrainContext.GrainId,
            _ => throw Unexpected(grain),
        };
    }

    /// <summary>The key of a grain with integer key.</summary>
    /// <exception cref="InvalidOperationException">The key is no integer.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain)
    {
        var id = grain.GetGrainId();
        return id.TryGetIntegerKey(out var key, out _) ? key : throw new InvalidOperationException($"Unable to extract integer key from grain id {id}");
    }

    /// <summary>The key of a grain with GUID key.</summary>
    /// <exception cref="InvalidOperationException">The key is no GUID.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain)
    {
        var id = grain.GetGrainId();
        return id.TryGetGuidKey(out var key, out _) ? key : throw new InvalidOperationException($"Unable to extract GUID key from grain id {id}");
    }

    /// <summary>The key of a grain with string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    private static GrainReference Reference(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReference reference => reference,
            IGrainBase activation => activation.GrainContext.GrainReference,
            _ => throw Unexpected(grain),
        };
    }

    private static ArgumentException Unexpected(IAddressable grain) =>
        new($"{grain.GetType().FullName} is neither a grain nor a reference.", nameof(grain));
}
