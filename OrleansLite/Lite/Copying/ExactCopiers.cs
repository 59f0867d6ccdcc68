using System.Collections;
using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Lite.Copying;

/// <summary>Chooses how a type is copied: arrays and collections by element, serializable types by member.</summary>
internal static class ExactCopiers
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public;

    private static readonly Dictionary<Type, string> Collections = new()
    {
        [typeof(List<>)] = nameof(CollectionCopiers.List),
        [typeof(Dictionary<,>)] = nameof(CollectionCopiers.Dictionary),
        [typeof(SortedDictionary<,>)] = nameof(CollectionCopiers.SortedDictionary),
        [typeof(HashSet<>)] = nameof(CollectionCopiers.HashSet),
        [typeof(SortedSet<>)] = nameof(CollectionCopiers.SortedSet),
        [typeof(Queue<>)] = nameof(CollectionCopiers.Queue),
        [typeof(Stack<>)] = nameof(CollectionCopiers.Stack),
        [typeof(ReadOnlyMemory<>)] = nameof(CollectionCopiers.ReadOnlyMemory),
        [typeof(Memory<>)] = nameof(CollectionCopiers.Memory),
        [typeof(ArraySegment<>)] = nameof(CollectionCopiers.ArraySegment),
        [typeof(Nullable<>)] = nameof(CollectionCopiers.Nullable),
        [typeof(System.Collections.ObjectModel.ReadOnlyCollection<>)] = nameof(CollectionCopiers.ReadOnlyCollection),
        [typeof(System.Collections.Concurrent.ConcurrentDictionary<,>)] = nameof(CollectionCopiers.ConcurrentDictionary),
        [typeof(System.Collections.Immutable.ImmutableHashSet<>)] = nameof(CollectionCopiers.ImmutableHashSet),
        [typeof(System.Collections.Immutable.ImmutableArray<>)] = nameof(CollectionCopiers.ImmutableArray),
        [typeof(System.Collections.Immutable.ImmutableList<>)] = nameof(CollectionCopiers.ImmutableList),
        [typeof(System.Collections.Immutable.ImmutableDictionary<,>)] = nameof(CollectionCopiers.ImmutableDictionary),
    };

    /// <summary>How <typeparamref name="T"/> is copied. One that cannot be fails each copy, not the type initializer it is made in.</summary>
    public static Func<T, CopyContext, T> Make<T>()
    {
        try
        {
            return Choose<T>();
        }
        catch (CodecNotFoundException error)
        {
            return (_, _) => throw new CodecNotFoundException(error.Message);
        }
    }

    private static Func<T, CopyContext, T> Choose<T>()
    {
        var type = typeof(T);
        if (ImmutableTypes.IsImmutable(type) || type == typeof(object))
        {
            return static (value, _) => value;
        }

        if (type.IsArray)
        {
            return type.GetArrayRank() == 1
                ? Bind<T>(nameof(CollectionCopiers.Array), type.GetElementType()!)
                : throw new CodecNotFoundException($"Arrays with several dimensions are not supported: {type}");
        }

        if (type.IsGenericType && Collections.TryGetValue(type.GetGenericTypeDefinition(), out var name))
        {
            return Bind<T>(name, type.GetGenericArguments());
        }

        var isTuple = type is { IsGenericType: true, Namespace: "System" } && typeof(IStructuralEquatable).IsAssignableFrom(type);
        var isPair = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);
        if (isTuple || isPair || type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            return MemberCopierEmitter.Make<T>(isTuple || isPair ? MemberCopierEmitter.AllFields(type) : MemberCopierEmitter.SerializedFields(type));
        }

        throw new CodecNotFoundException($"Could not find a copier for type {type}. Mark it with [GenerateSerializer] and its members with [Id].");
    }

    private static Func<T, CopyContext, T> Bind<T>(string name, params Type[] arguments) =>
        typeof(CollectionCopiers).GetMethod(name, Statics)!.MakeGenericMethod(arguments).CreateDelegate<Func<T, CopyContext, T>>();
}
