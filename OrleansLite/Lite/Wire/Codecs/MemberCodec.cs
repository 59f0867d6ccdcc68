namespace Orleans.Lite.Wire.Codecs;

/// <summary>Objects by their members.</summary>
internal sealed class MemberCodec<T>(MemberAccess<T> members) : WireCodec<T>
{
    public override void Write(WireWriter writer, uint delta, T value)
    {
        if (value is null)
        {
            writer.Header(delta, WireType.Null);
            return;
        }

        writer.Begin(delta);
        members.Write(writer, value);
        writer.End();
    }

    public override T Read(WireReader reader, WireType type)
    {
        if (type == WireType.Object)
        {
            reader.Enter();
            var value = members.Read(reader, members.Create());
            reader.Leave();
            return value;
        }

        return type == WireType.Null ? default! : throw WireReader.Unexpected(typeof(T), type);
    }
}
