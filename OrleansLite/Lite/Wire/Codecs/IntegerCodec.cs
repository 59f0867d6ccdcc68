using System.Numerics;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>Integers of any width: one may be widened without breaking older peers.</summary>
internal sealed class IntegerCodec<T> : WireCodec<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly bool IsSigned = T.IsNegative(T.MinValue);

    public override void Write(WireWriter writer, uint delta, T value)
    {
        writer.Header(delta, WireType.VarInt);
        if (IsSigned)
        {
            writer.VarInt(long.CreateTruncating(value));
        }
        else
        {
            writer.VarUInt(ulong.CreateTruncating(value));
        }
    }

    public override T Read(WireReader reader, WireType type) => type switch
    {
        WireType.VarInt => IsSigned ? T.CreateChecked(reader.VarInt()) : T.CreateChecked(reader.VarUInt()),
        _ => throw WireReader.Unexpected(typeof(T), type),
    };
}
