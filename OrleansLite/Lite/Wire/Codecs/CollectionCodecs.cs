using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.InteropServices;
using Orleans.Serialization;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>The codecs of arrays and collections. One declared as an interface becomes an array, a list, a set or a dictionary, whatever it was.</summary>
internal static class CollectionCodecs
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly Dictionary<Type, string> Makers = new()
    {
        [typeof(IEnumerable<>)] = nameof(AsArray),
        [typeof(IReadOnlyCollection<>)] = nameof(AsArray),
        [typeof(IReadOnlyList<>)] = nameof(AsArray),
        [typeof(ICollection<>)] = nameof(AsList),
        [typeof(IList<>)] = nameof(AsList),
        [typeof(List<>)] = nameof(List),
        [typeof(ISet<>)] = nameof(AsHashSet),
        [typeof(IReadOnlySet<>)] = nameof(AsHashSet),
        [typeof(HashSet<>)] = nameof(HashSet),
        [typeof(SortedSet<>)] = nameof(SortedSet),
        [typeof(Queue<>)] = nameof(Queue),
        [typeof(Stack<>)] = nameof(Stack),
        [typeof(ReadOnlyCollection<>)] = nameof(ReadOnlyCollection),
        [typeof(ImmutableList<>)] = nameof(ImmutableList),
        [typeof(ImmutableHashSet<>)] = nameof(ImmutableHashSet),
        [typeof(IDictionary<,>)] = nameof(AsDictionary),
        [typeof(IReadOnlyDictionary<,>)] = nameof(AsDictionary),
        [typeof(Dictionary<,>)] = nameof(Dictionary),
        [typeof(SortedDictionary<,>)] = nameof(SortedDictionary),
        [typeof(ConcurrentDictionary<,>)] = nameof(ConcurrentDictionary),
        [typeof(ImmutableDictionary<,>)] = nameof(ImmutableDictionary),
        [typeof(ImmutableArray<>)] = nameof(ImmutableArray),
        [typeof(ReadOnlyMemory<>)] = nameof(ReadOnlyMemory),
        [typeof(Memory<>)] = nameof(Memory),
        [typeof(ArraySegment<>)] = nameof(ArraySegment),
    };

    /// <summary>The generic collections that can be passed.</summary>
    public static IEnumerable<Type> Definitions => Makers.Keys;

    public static bool IsCollection(Type type) => type.IsArray || (type.IsGenericType && Makers.ContainsKey(type.GetGenericTypeDefinition()));

    public static WireCodec<T>? Find<T>()
    {
        var type = typeof(T);
        if (type.IsArray)
        {
            return type.GetArrayRank() == 1
                ? Make<T>(nameof(Array), type.GetElementType()!)
                : throw new CodecNotFoundException($"Arrays with several dimensions are not supported: {type}");
        }

        if (!type.IsGenericType || !Makers.TryGetValue(type.GetGenericTypeDefinition(), out var maker))
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        return Make<T>(maker, type.IsInterface ? [type, .. arguments] : arguments);
    }

    private static WireCodec<T> Make<T>(string maker, params Type[] arguments) =>
        (WireCodec<T>)typeof(CollectionCodecs).GetMethod(maker, Statics)!.MakeGenericMethod(arguments).Invoke(null, null)!;

    private static CollectionCodec<T, TElement> AsArray<T, TElement>()
        where T : IEnumerable<TElement> => new(all => (T)(object)all);

    private static CollectionCodec<T, TElement> AsList<T, TElement>()
        where T : IEnumerable<TElement> => new(all => (T)(object)new List<TElement>(all));

    private static CollectionCodec<T, TElement> AsHashSet<T, TElement>()
        where T : IEnumerable<TElement> => new(all => (T)(object)new HashSet<TElement>(all));

    private static CollectionCodec<T, KeyValuePair<TKey, TValue>> AsDictionary<T, TKey, TValue>()
        where T : IEnumerable<KeyValuePair<TKey, TValue>>
        where TKey : notnull => new(all => (T)(object)new Dictionary<TKey, TValue>(all));

    private static CollectionCodec<T[], T> Array<T>() => new(all => all);

    private static CollectionCodec<List<T>, T> List<T>() => new(all =>
    {
        var list = new List<T>(all.Length);
        CollectionsMarshal.SetCount(list, all.Length);
        all.CopyTo(CollectionsMarshal.AsSpan(list));
        return list;
    });

    private static CollectionCodec<HashSet<T>, T> HashSet<T>() => new(all => [.. all]);

    private static CollectionCodec<SortedSet<T>, T> SortedSet<T>() => new(all => [.. all]);

    private static CollectionCodec<Queue<T>, T> Queue<T>() => new(all => new(all));

    private static CollectionCodec<Stack<T>, T> Stack<T>() => new(all => new(all.Reverse()));

    private static CollectionCodec<ReadOnlyCollection<T>, T> ReadOnlyCollection<T>() => new(all => new(all));

    private static CollectionCodec<ImmutableList<T>, T> ImmutableList<T>() => new(all => [.. all]);

    private static CollectionCodec<ImmutableHashSet<T>, T> ImmutableHashSet<T>() => new(all => [.. all]);

    private static CollectionCodec<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> Dictionary<TKey, TValue>()
        where TKey : notnull => new(all => new(all));

    private static CollectionCodec<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> SortedDictionary<TKey, TValue>()
        where TKey : notnull => new(all => new(new Dictionary<TKey, TValue>(all)));

    private static CollectionCodec<ConcurrentDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> ConcurrentDictionary<TKey, TValue>()
        where TKey : notnull => new(all => new(all));

    private static CollectionCodec<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>> ImmutableDictionary<TKey, TValue>()
        where TKey : notnull => new(all => all.ToImmutableDictionary());

    private static ConvertCodec<ImmutableArray<T>, T[]?> ImmutableArray<T>() =>
        new(value => ImmutableCollectionsMarshal.AsArray(value), all => ImmutableCollectionsMarshal.AsImmutableArray(all));

    private static ConvertCodec<ReadOnlyMemory<T>, T[]> ReadOnlyMemory<T>() => new(value => value.ToArray(), all => all);

    private static ConvertCodec<Memory<T>, T[]> Memory<T>() => new(value => value.ToArray(), all => all);

    private static ConvertCodec<ArraySegment<T>, T[]?> ArraySegment<T>() => new(value => value.Array is null ? null : value.ToArray(), all => all is null ? default : new(all));
}
