using System.Collections.Concurrent;
using System.Net;
using System.Numerics;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Lite.Copying;

/// <summary>Which types are passed without a copy.</summary>
internal static class ImmutableTypes
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Uri), typeof(Version), typeof(IPAddress), typeof(IPEndPoint), typeof(CancellationToken), typeof(BigInteger), typeof(Half),
        typeof(Int128), typeof(UInt128), typeof(Index), typeof(Range), typeof(System.Text.Rune),
    ];

    private static readonly ConcurrentDictionary<Type, bool> Answers = new();

    public static bool IsImmutable(Type type) => Answers.GetOrAdd(type, Decide);

    private static bool Decide(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || Known.Contains(type) || typeof(Type).IsAssignableFrom(type))
        {
            return true;
        }

        if (type.IsDefined(typeof(ImmutableAttribute), inherit: false) || typeof(Exception).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type))
        {
            return true;
        }

        if (typeof(IAddressable).IsAssignableFrom(type))
        {
            // Only references can be passed; Copier refuses grains and observers themselves.
            return typeof(GrainReference).IsAssignableFrom(type);
        }

        return type.IsGenericType && Array.TrueForAll(type.GetGenericArguments(), IsImmutable) && IsImmutableContainer(type);
    }

    private static bool IsImmutableContainer(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(Nullable<>)
            || definition == typeof(KeyValuePair<,>)
            || (definition.Namespace == "System.Collections.Immutable" && !type.IsInterface)
            || definition.Namespace == "System.Collections.Frozen"
            || (definition.Namespace == "System" && definition.GetTypeInfo().Name.Contains("Tuple`", StringComparison.Ordinal));
    }
}
