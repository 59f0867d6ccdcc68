using Orleans.Lite.Wire.Types;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>References to grains and observers: identity and interface. They are bound to the node that reads them.</summary>
internal sealed class ReferenceCodec<T> : WireCodec<T>
{
    public override void Write(WireWriter writer, uint delta, T value)
    {
        switch (value)
        {
            case null:
                writer.Header(delta, WireType.Null);
                break;
            case GrainReference reference:
                writer.Begin(delta);
                Codec<string>.Instance.Write(writer, 0, reference.GrainId.Type.ToString());
                Codec<string>.Instance.Write(writer, 1, reference.GrainId.Key.ToString());
                if (reference.Binding.Interface != typeof(T))
                {
                    Codec<string>.Instance.Write(writer, 1, TypeNames.Of(reference.Binding.Interface));
                }

                writer.End();
                break;
            default:
                throw new CodecNotFoundException(
                    $"{value.GetType()} is a grain or an observer, not a reference to one. Pass this.AsReference<T>() or what CreateObjectReference<T>() returned.");
        }
    }

    public override T Read(WireReader reader, WireType type)
    {
        if (type == WireType.Null)
        {
            return default!;
        }

        if (type != WireType.Object)
        {
            throw WireReader.Unexpected(typeof(T), type);
        }

        reader.Enter();
        var grainType = Codec<string>.Instance.Read(reader, reader.HeaderOf(0));
        var key = Codec<string>.Instance.Read(reader, reader.HeaderOf(1));
        var contract = typeof(T);
        var header = reader.Header();
        if (header == ((1 << 3) | (uint)WireType.Bytes))
        {
            contract = TypeNames.Find(reader.Text()) ?? throw new SerializerException("Malformed bytes: a reference's interface is not known here.");
            header = reader.Header();
        }

        if (header != (uint)WireType.End || !contract.IsInterface || !typeof(IAddressable).IsAssignableFrom(contract)
            || string.IsNullOrEmpty(grainType) || string.IsNullOrEmpty(key))
        {
            throw WireReader.Malformed("a reference");
        }

        reader.Leave();
        var node = reader.Node ?? throw new SerializerException("References can be read by silos and clients only.");
        return (T)(object)node.References.ForGrain(contract, GrainId.Create(GrainType.Create(grainType), IdSpan.Create(key)));
    }
}
