namespace Orleans.Lite.Wire.Codecs;

/// <summary>Strings in UTF-8.</summary>
internal sealed class StringCodec : ClassCodec<string>
{
    protected override void WriteValue(WireWriter writer, uint delta, string value)
    {
        writer.Header(delta, WireType.Bytes);
        writer.Text(value);
    }

    protected override string ReadValue(WireReader reader, WireType type) =>
        type == WireType.Bytes ? reader.Text() : throw WireReader.Unexpected(typeof(string), type);
}
