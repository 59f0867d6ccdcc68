using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Orleans.Serialization;

namespace Orleans.Lite.Wire;

/// <summary>
/// Writes fields into one pooled buffer. A field is a header (the distance to the field before it and a <see cref="WireType"/>) and a value.
/// Objects are written as trees: one that is reached twice is written twice, and a cycle ends at <see cref="MaxDepth"/>.
/// </summary>
internal sealed class WireWriter : IDisposable
{
    /// <summary>Objects within objects: deeper is a cycle, or an attack.</summary>
    public const int MaxDepth = 100;

    private const int Initial = 1024;
    private const int Kept = 256 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Initial);
    private int _depth;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The most that may be written; more is a <see cref="SerializerException"/>.</summary>
    public int Limit { get; set; } = int.MaxValue;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Reset()
    {
        Length = 0;
        _depth = 0;
        if (_buffer.Length > Kept)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(Initial);
        }
    }

    public void Header(uint delta, WireType type) => VarUInt(((ulong)delta << 3) | (ulong)type);

    public void VarUInt(ulong value)
    {
        var span = Reserve(10);
        var count = 0;
        while (value > 0x7F)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        Length += count;
    }

    /// <summary>Small numbers of either sign are short.</summary>
    public void VarInt(long value) => VarUInt(unchecked(((ulong)value << 1) ^ (ulong)(value >> 63)));

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        VarUInt((ulong)bytes.Length);
        Raw(bytes);
    }

    /// <summary>A length and UTF-8. A surrogate without its other half becomes U+FFFD.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        var most = text.Length * 3;
        if (most <= 0x7F)
        {
            var span = Reserve(most + 1);
            var count = Encoding.UTF8.GetBytes(text, span[1..]);
            span[0] = (byte)count;
            Length += count + 1;
            return;
        }

        var exact = Encoding.UTF8.GetByteCount(text);
        VarUInt((ulong)exact);
        Encoding.UTF8.GetBytes(text, Reserve(exact));
        Length += exact;
    }

    public void Begin(uint delta)
    {
        if (++_depth > MaxDepth)
        {
            throw new SerializerException($"More than {MaxDepth} objects within each other: cycles cannot be sent.");
        }

        Header(delta, WireType.Object);
    }

    /// <summary>Ends the members of a base class.</summary>
    public void EndBase() => Header(1, WireType.End);

    public void End()
    {
        _depth--;
        Header(0, WireType.End);
    }

    /// <summary>Puts a number in front that is known only now.</summary>
    public void Patch(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(position), value);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Length < size)
        {
            Grow(size);
        }

        return _buffer.AsSpan(Length);
    }

    private void Grow(int size)
    {
        var needed = (long)Length + size;
        if (needed > Limit)
        {
            throw new SerializerException($"The message is larger than {Limit} bytes (MessagingOptions.MaxMessageBodySize).");
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, _buffer.Length * 2L), Array.MaxLength));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
