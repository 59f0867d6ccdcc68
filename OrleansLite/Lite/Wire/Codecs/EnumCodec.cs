using System.Runtime.CompilerServices;

namespace Orleans.Lite.Wire.Codecs;

/// <summary>Enums by number.</summary>
internal sealed class EnumCodec<T, TNumber> : WireCodec<T>
    where T : struct
    where TNumber : struct
{
    public override void Write(WireWriter writer, uint delta, T value) => Codec<TNumber>.Instance.Write(writer, delta, Unsafe.BitCast<T, TNumber>(value));

    public override T Read(WireReader reader, WireType type) => Unsafe.BitCast<TNumber, T>(Codec<TNumber>.Instance.Read(reader, type));
}
