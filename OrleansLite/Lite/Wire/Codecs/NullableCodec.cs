namespace Orleans.Lite.Wire.Codecs;

/// <summary>A value or null; may take the place of the bare value.</summary>
internal sealed class NullableCodec<T> : WireCodec<T?>
    where T : struct
{
    public override void Write(WireWriter writer, uint delta, T? value)
    {
        if (value is { } present)
        {
            Codec<T>.Instance.Write(writer, delta, present);
        }
        else
        {
            writer.Header(delta, WireType.Null);
        }
    }

    public override T? Read(WireReader reader, WireType type) => type == WireType.Null ? null : Codec<T>.Instance.Read(reader, type);
}
