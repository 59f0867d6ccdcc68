using Orleans.Lite.Wire.Types;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>What is declared by a base type or an interface: the name of the type goes along, unless it is the declared one.</summary>
internal sealed class PolymorphicCodec<T> : WireCodec<T>
{
    private static readonly bool HasExact = !typeof(T).IsInterface && !typeof(T).IsAbstract && typeof(T) != typeof(object);

    public override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is null)
        {
            writer.Header(delta, WireType.Null);
            return;
        }

        var type = value is GrainReference ? typeof(GrainReference) : value.GetType();
        if (HasExact && type == typeof(T))
        {
            ExactCodec<T>.Instance.Write(writer, delta, value);
            return;
        }

        writer.Header(delta, WireType.Typed);
        writer.Text(TypeNames.Of(type));
        WireCodecs.Untyped(type).WriteObject(writer, 0, value);
    }

    public override T Read(WireReader reader, WireType type)
    {
        if (type == WireType.Null)
        {
            return default!;
        }

        if (type != WireType.Typed)
        {
            return HasExact ? ExactCodec<T>.Instance.Read(reader, type) : throw WireReader.Unexpected(typeof(T), type);
        }

        reader.Enter();
        var name = reader.Text();
        var found = TypeNames.Find(name);
        object? value;
        if (found is null && typeof(T).IsAssignableFrom(typeof(UnavailableExceptionFallbackException)) && typeof(T) != typeof(object))
        {
            value = ExactCodec<UnavailableExceptionFallbackException>.Instance.Read(reader, reader.HeaderOf(0));
            ((UnavailableExceptionFallbackException)value).ExceptionType = name;
        }
        else if (found is not null && typeof(T).IsAssignableFrom(found))
        {
            value = WireCodecs.Untyped(found).ReadObject(reader, reader.HeaderOf(0));
        }
        else
        {
            throw new SerializerException($"Malformed bytes: '{name}' is no {typeof(T)} that is known here.");
        }

        reader.Leave();
        return (T)value!;
    }
}
