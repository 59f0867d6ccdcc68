namespace Orleans.Lite.Wire.Codecs;

/// <summary>One or zero.</summary>
internal sealed class BooleanCodec : WireCodec<bool>
{
    public override void Write(WireWriter writer, uint delta, bool value)
    {
        writer.Header(delta, WireType.VarInt);
        writer.VarUInt(value ? 1UL : 0UL);
    }

    public override bool Read(WireReader reader, WireType type) =>
        type == WireType.VarInt ? reader.VarUInt() != 0 : throw WireReader.Unexpected(typeof(bool), type);
}
