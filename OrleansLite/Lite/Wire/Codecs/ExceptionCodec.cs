using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>
/// Exceptions with message, stack, inner exception and, if serializable, their members. Others are made by a constructor that takes a message;
/// those without become an <see cref="UnavailableExceptionFallbackException"/> that names them.
/// </summary>
internal sealed class ExceptionCodec<T> : ClassCodec<T>
    where T : Exception
{
    private const string EndOfRemoteStack = "\n--- End of stack trace from the other side ---\n";

    private static readonly MemberAccess<T>? Members = typeof(T).IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
        ? MemberAccessEmitter.Make<T>(WireMembers.Of(typeof(T)))
        : null;

    private static readonly ConstructorInfo? WithInner = typeof(T).GetConstructor([typeof(string), typeof(Exception)]);
    private static readonly ConstructorInfo? WithMessage = typeof(T).GetConstructor([typeof(string)]);

    protected override void WriteValue(WireWriter writer, uint delta, T value)
    {
        writer.Begin(delta);

        // An aggregate's message repeats those of its inner exceptions.
        Codec<string?>.Instance.Write(writer, 0, value is AggregateException ? ExceptionFields.Message(value) : value.Message);
        Codec<string?>.Instance.Write(writer, 1, value.StackTrace);
        Codec<Exception?>.Instance.Write(writer, 1, value.InnerException);
        Codec<int>.Instance.Write(writer, 1, value.HResult);
        if (Members is not null)
        {
            writer.Begin(1);
            Members.Write(writer, value);
            writer.End();
        }

        writer.End();
    }

    protected override T ReadValue(WireReader reader, WireType type)
    {
        if (type != WireType.Object)
        {
            throw WireReader.Unexpected(typeof(T), type);
        }

        reader.Enter();
        var message = Codec<string?>.Instance.Read(reader, reader.HeaderOf(0));
        var stack = Codec<string?>.Instance.Read(reader, reader.HeaderOf(1));
        var inner = Codec<Exception?>.Instance.Read(reader, reader.HeaderOf(1));
        var code = Codec<int>.Instance.Read(reader, reader.HeaderOf(1));
        var value = Make(message, inner);
        var header = reader.Header();
        if (Members is not null && header == ((1 << 3) | (uint)WireType.Object))
        {
            reader.Enter();
            value = Members.Read(reader, value);
            reader.Leave();
            header = reader.Header();
        }

        while (header != (uint)WireType.End)
        {
            reader.Skip((WireType)(header & 7));
            header = reader.Header();
        }

        reader.Leave();
        value.HResult = code;
        if (stack is not null)
        {
            ExceptionFields.RemoteStack(value) = stack + EndOfRemoteStack;
        }

        return value;
    }

    private static T Make(string? message, Exception? inner)
    {
        if (Members is not null)
        {
            var made = (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
            ExceptionFields.Message(made) = message;
            ExceptionFields.Inner(made) = inner;
            return made;
        }

        // Wrapped, what a constructor throws is a fault of the bytes.
        return (T?)WithInner?.Invoke([message, inner]) ?? (T)WithMessage!.Invoke([message]);
    }
}
