namespace Orleans.Lite.Wire;

/// <summary>Writes and reads values of <typeparamref name="T"/> as fields.</summary>
internal abstract class WireCodec<T> : WireCodec
{
    /// <summary>Writes header and value.</summary>
    public abstract void Write(WireWriter writer, uint delta, T value);

    /// <summary>Reads the value after its header.</summary>
    public abstract T Read(WireReader reader, WireType type);

    public sealed override void WriteObject(WireWriter writer, uint delta, object value) => Write(writer, delta, (T)value);

    public sealed override object? ReadObject(WireReader reader, WireType type) => Read(reader, type);
}
