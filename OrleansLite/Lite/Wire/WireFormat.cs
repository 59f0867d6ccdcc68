using Orleans.Lite.Messaging;
using Orleans.Serialization;

namespace Orleans.Lite.Wire;

/// <summary>Single values as bytes.</summary>
internal static class WireFormat
{
    public static byte[] Serialize<T>(T value)
    {
        using var writer = new WireWriter();
        Codec<T>.Instance.Write(writer, 0, value);
        return writer.Written.ToArray();
    }

    /// <exception cref="SerializerException">The bytes are no such value.</exception>
    public static T Deserialize<T>(ArraySegment<byte> bytes, Node? node = null)
    {
        var reader = new WireReader { Node = node };
        reader.Reset(bytes);
        return Guard(reader, static reader => Codec<T>.Instance.Read(reader, reader.HeaderOf(0)));
    }

    /// <summary>Reads, and makes whatever goes wrong a fault of the bytes: constructors and conversions check their arguments in their own ways.</summary>
    public static TResult Guard<TState, TResult>(TState state, Func<TState, TResult> read)
    {
        try
        {
            return read(state);
        }
        catch (Exception error) when (error is not SerializerException and not OutOfMemoryException)
        {
            throw new SerializerException($"Malformed bytes: {error.Message}", error);
        }
    }
}
