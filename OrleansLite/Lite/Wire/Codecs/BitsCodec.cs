using System.Runtime.InteropServices;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>Values all of whose bit patterns are valid, as they lie in memory (little-endian).</summary>
internal sealed class BitsCodec<T> : WireCodec<T>
    where T : unmanaged
{
    public override void Write(WireWriter writer, uint delta, T value)
    {
        writer.Header(delta, WireType.Bytes);
        writer.Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));
    }

    public override T Read(WireReader reader, WireType type)
    {
        if (type != WireType.Bytes)
        {
            throw WireReader.Unexpected(typeof(T), type);
        }

        T value = default;
        var target = MemoryMarshal.AsBytes(new Span<T>(ref value));
        var bytes = reader.Bytes();
        if (bytes.Length != target.Length)
        {
            throw WireReader.Malformed("a length");
        }

        bytes.CopyTo(target);
        return value;
    }
}
