using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Copying;

/// <summary>Copies what is passed between grains, so that nobody shares what can change.</summary>
internal static class Copier
{
    private static readonly ConcurrentDictionary<Type, Func<object, CopyContext, object>> ByRuntimeType = new();

    public static T Copy<T>(T value) => Copier<T>.IsImmutable || value is null ? value : Copier<T>.Copy(value, new CopyContext());

    public static T CopyMember<T>(T value, CopyContext context) => Copier<T>.IsImmutable || value is null ? value : Copier<T>.Copy(value, context);

    /// <summary>Copies by the object's own type.</summary>
    public static object CopyObject(object value, CopyContext context)
    {
        var type = value.GetType();
        if (ImmutableTypes.IsImmutable(type))
        {
            return value;
        }

        return context.TryGet(value, out var copy) ? copy! : ByRuntimeType.GetOrAdd(type, MakeUntyped)(value, context);
    }

    private static Func<object, CopyContext, object> MakeUntyped(Type type)
    {
        if (typeof(IAddressable).IsAssignableFrom(type))
        {
            throw new CodecNotFoundException($"{type} is a grain or an observer, not a reference to one. Pass this.AsReference<T>() or what CreateObjectReference<T>() returned.");
        }

        var make = typeof(Copier).GetMethod(nameof(Untyped), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
        return make.CreateDelegate<Func<Func<object, CopyContext, object>>>()();
    }

    private static Func<object, CopyContext, object> Untyped<T>()
    {
        var exact = ExactCopiers.Make<T>();
        return (value, context) => exact((T)value, context)!;
    }
}
