namespace Orleans.Lite.Wire.Codecs;

/// <summary>A codec of a reference type: null is a wire type of its own.</summary>
internal abstract class ClassCodec<T> : WireCodec<T>
    where T : class?
{
    public sealed override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is null)
        {
            writer.Header(delta, WireType.Null);
        }
        else
        {
            WriteValue(writer, delta, value);
        }
    }

    public sealed override T Read(WireReader reader, WireType type) => type == WireType.Null ? null! : ReadValue(reader, type);

    protected abstract void WriteValue(WireWriter writer, uint delta, T value);

    protected abstract T ReadValue(WireReader reader, WireType type);
}
