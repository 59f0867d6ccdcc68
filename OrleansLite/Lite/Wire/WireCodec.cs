namespace Orleans.Lite.Wire;

/// <summary>A codec whose type is known only at run time.</summary>
internal abstract class WireCodec
{
    public abstract void WriteObject(WireWriter writer, uint delta, object value);

    public abstract object? ReadObject(WireReader reader, WireType type);
}
