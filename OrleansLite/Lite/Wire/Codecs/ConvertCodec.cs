namespace Orleans.Lite.Wire.Codecs;

/// <summary>Values that travel as another type.</summary>
internal sealed class ConvertCodec<T, TWire>(Func<T, TWire> to, Func<TWire, T> from) : WireCodec<T>
{
    public override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is null)
        {
            writer.Header(delta, WireType.Null);
        }
        else
        {
            Codec<TWire>.Instance.Write(writer, delta, to(value));
        }
    }

    public override T Read(WireReader reader, WireType type) => type == WireType.Null ? default! : from(Codec<TWire>.Instance.Read(reader, type));
}
