namespace Orleans.Lite.Wire.Codecs;

/// <summary>Byte arrays and what is like them.</summary>
internal sealed class BytesCodec<T>(Func<T, ReadOnlyMemory<byte>> of, Func<byte[], T> make) : WireCodec<T>
{
    public override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is null)
        {
            writer.Header(delta, WireType.Null);
            return;
        }

        writer.Header(delta, WireType.Bytes);
        writer.Bytes(of(value).Span);
    }

    public override T Read(WireReader reader, WireType type) => type switch
    {
        WireType.Bytes => make(reader.Bytes().ToArray()),
        WireType.Null => default!,
        _ => throw WireReader.Unexpected(typeof(T), type),
    };
}
