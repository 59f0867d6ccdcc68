using Orleans.Serialization;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>Says of a type that cannot be passed why not, whenever one is.</summary>
internal sealed class FailingCodec<T>(string message) : WireCodec<T>
{
    public override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is not null)
        {
            throw new CodecNotFoundException(message);
        }

        writer.Header(delta, WireType.Null);
    }

    public override T Read(WireReader reader, WireType type) => type == WireType.Null ? default! : throw new CodecNotFoundException(message);
}
