using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Lite.Wire.Codecs;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Wire;

/// <summary>Chooses the codec of a type.</summary>
internal static class WireCodecs
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly ConcurrentDictionary<Type, WireCodec> ByRuntimeType = new();

    /// <summary>The exact codec of a type known at run time only.</summary>
    public static WireCodec Untyped(Type type) => ByRuntimeType.GetOrAdd(
        type,
        static each => (WireCodec)typeof(ExactCodec<>).MakeGenericType(each).GetField("Instance", Statics)!.GetValue(null)!);

    /// <summary>The codec of what is declared as <typeparamref name="T"/>.</summary>
    public static WireCodec<T> ForDeclared<T>()
    {
        var type = typeof(T);
        return type.IsSealed || KnownCodecs.Find(type) is not null || CollectionCodecs.IsCollection(type) || typeof(IAddressable).IsAssignableFrom(type)
            ? ExactCodec<T>.Instance
            : new PolymorphicCodec<T>();
    }

    /// <summary>The codec of what is a <typeparamref name="T"/>. One that cannot be passed fails each attempt, not the type initializer it is made in.</summary>
    public static WireCodec<T> ForExact<T>()
    {
        try
        {
            return Choose<T>();
        }
        catch (CodecNotFoundException error)
        {
            return new FailingCodec<T>(error.Message);
        }
    }

    private static WireCodec<T> Choose<T>()
    {
        var type = typeof(T);
        if (KnownCodecs.Find(type) is { } known)
        {
            return (WireCodec<T>)known;
        }

        if (type.IsEnum)
        {
            return Make<T>(typeof(EnumCodec<,>), type, Enum.GetUnderlyingType(type));
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Make<T>(typeof(NullableCodec<>), underlying);
        }

        if (typeof(IAddressable).IsAssignableFrom(type))
        {
            return new ReferenceCodec<T>();
        }

        if (typeof(Exception).IsAssignableFrom(type))
        {
            return Make<T>(typeof(ExceptionCodec<>), type);
        }

        if (CollectionCodecs.Find<T>() is { } collection)
        {
            return collection;
        }

        if (IsTuple(type))
        {
            return new MemberCodec<T>(MemberAccessEmitter.Make<T>(WireMembers.AllOf(type)));
        }

        return type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAbstract
            ? new MemberCodec<T>(MemberAccessEmitter.Make<T>(WireMembers.Of(type)))
            : throw new CodecNotFoundException($"Could not find a codec for type {type}. Mark it with [GenerateSerializer] and its members with [Id].");
    }

    /// <summary>Tuples and pairs of a dictionary.</summary>
    public static bool IsTuple(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) || (type.Namespace == "System" && typeof(IStructuralEquatable).IsAssignableFrom(type) && !type.IsArray));

    private static WireCodec<T> Make<T>(Type codec, params Type[] arguments) => (WireCodec<T>)Activator.CreateInstance(codec.MakeGenericType(arguments))!;
}
