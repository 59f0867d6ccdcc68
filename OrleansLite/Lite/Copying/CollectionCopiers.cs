using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Orleans.Lite.Copying;

/// <summary>Copies collections element by element; those of immutable elements in one go.</summary>
internal static class CollectionCopiers
{
    public static T[] Array<T>(T[] value, CopyContext context)
    {
        if (Copier<T>.IsImmutable)
        {
            return (T[])value.Clone();
        }

        var copy = new T[value.Length];
        context.Add(value, copy);
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = Copier.CopyMember(value[i], context);
        }

        return copy;
    }

    public static List<T> List<T>(List<T> value, CopyContext context)
    {
        if (Copier<T>.IsImmutable)
        {
            return [.. value];
        }

        var copy = new List<T>(value.Count);
        context.Add(value, copy);
        value.ForEach(item => copy.Add(Copier.CopyMember(item, context)));
        return copy;
    }

    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(Dictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull
    {
        if (Copier<TKey>.IsImmutable && Copier<TValue>.IsImmutable)
        {
            return new(value, value.Comparer);
        }

        var copy = new Dictionary<TKey, TValue>(value.Count, value.Comparer);
        context.Add(value, copy);
        foreach (var (key, item) in value)
        {
            copy.Add(Copier.CopyMember(key, context), Copier.CopyMember(item, context));
        }

        return copy;
    }

    public static SortedDictionary<TKey, TValue> SortedDictionary<TKey, TValue>(SortedDictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull
    {
        var copy = new SortedDictionary<TKey, TValue>(value.Comparer);
        context.Add(value, copy);
        foreach (var (key, item) in value)
        {
            copy.Add(Copier.CopyMember(key, context), Copier.CopyMember(item, context));
        }

        return copy;
    }

    public static HashSet<T> HashSet<T>(HashSet<T> value, CopyContext context) => new(Members(value, context), value.Comparer);

    public static SortedSet<T> SortedSet<T>(SortedSet<T> value, CopyContext context) => new(Members(value, context), value.Comparer);

    public static Queue<T> Queue<T>(Queue<T> value, CopyContext context) => new(Members(value, context));

    public static Stack<T> Stack<T>(Stack<T> value, CopyContext context) => new(Members(value, context).Reverse());

    public static ReadOnlyMemory<T> ReadOnlyMemory<T>(ReadOnlyMemory<T> value, CopyContext context) => Array(value.ToArray(), context);

    public static Memory<T> Memory<T>(Memory<T> value, CopyContext context) => Array(value.ToArray(), context);

    public static ArraySegment<T> ArraySegment<T>(ArraySegment<T> value, CopyContext context) => value.Array is null ? value : Array(value.ToArray(), context);

    public static T? Nullable<T>(T? value, CopyContext context)
        where T : struct => Copier.CopyMember(value.GetValueOrDefault(), context);

    public static ImmutableArray<T> ImmutableArray<T>(ImmutableArray<T> value, CopyContext context) =>
        value.IsDefault ? value : [.. Members(value, context)];

    public static ImmutableList<T> ImmutableList<T>(ImmutableList<T> value, CopyContext context) => [.. Members(value, context)];

    public static ImmutableDictionary<TKey, TValue> ImmutableDictionary<TKey, TValue>(ImmutableDictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull =>
        value.ToImmutableDictionary(pair => Copier.CopyMember(pair.Key, context), pair => Copier.CopyMember(pair.Value, context), value.KeyComparer);

    public static ImmutableHashSet<T> ImmutableHashSet<T>(ImmutableHashSet<T> value, CopyContext context) =>
        Members(value, context).ToImmutableHashSet(value.KeyComparer);

    public static ReadOnlyCollection<T> ReadOnlyCollection<T>(ReadOnlyCollection<T> value, CopyContext context) => new([.. Members(value, context)]);

    public static ConcurrentDictionary<TKey, TValue> ConcurrentDictionary<TKey, TValue>(ConcurrentDictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull =>
        new(value.Select(pair => KeyValuePair.Create(Copier.CopyMember(pair.Key, context), Copier.CopyMember(pair.Value, context))), value.Comparer);

    private static IEnumerable<T> Members<T>(IEnumerable<T> value, CopyContext context) =>
        Copier<T>.IsImmutable ? value : value.Select(item => Copier.CopyMember(item, context));
}
