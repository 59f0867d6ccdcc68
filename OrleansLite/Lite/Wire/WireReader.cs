using System.Text;
using Orleans.Lite.Messaging;
using Orleans.Serialization;

namespace Orleans.Lite.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Whatever the bytes are, it ends in a value or a <see cref="SerializerException"/>.</summary>
internal sealed class WireReader
{
    private byte[] _buffer = [];
    private int _position;
    private int _end;
    private int _depth;

    /// <summary>The node that references are bound to; null where there cannot be any.</summary>
    public Node? Node { get; set; }

    public int Remaining => _end - _position;

    public void Reset(ArraySegment<byte> bytes)
    {
        _buffer = bytes.Array ?? [];
        _position = bytes.Offset;
        _end = bytes.Offset + bytes.Count;
        _depth = 0;
    }

    /// <summary>Distance and type of the next field.</summary>
    public uint Header()
    {
        var value = VarUInt();
        return value <= uint.MaxValue && (value & 7) <= (uint)WireType.Null ? (uint)value : throw Malformed("a field's header");
    }

    public WireType HeaderOf(uint delta)
    {
        var header = Header();
        return header >> 3 == delta ? (WireType)(header & 7) : throw Malformed("a field's place");
    }

    public byte Byte() => _position < _end ? _buffer[_position++] : throw Malformed("the end");

    public ulong VarUInt()
    {
        if (_position < _end && _buffer[_position] < 0x80)
        {
            return _buffer[_position++];
        }

        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return shift < 63 || next <= 1 ? value : throw Malformed("a number");
            }
        }

        throw Malformed("a number");
    }

    public long VarInt()
    {
        var value = VarUInt();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var length = VarUInt();
        if (length > (ulong)Remaining)
        {
            throw Malformed("a length");
        }

        var span = _buffer.AsSpan(_position, (int)length);
        _position += (int)length;
        return span;
    }

    /// <summary>Everything that is left.</summary>
    public ReadOnlySpan<byte> Rest()
    {
        var rest = _buffer.AsSpan(_position, Remaining);
        _position = _end;
        return rest;
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public void Enter()
    {
        if (++_depth > WireWriter.MaxDepth)
        {
            throw Malformed("the depth");
        }
    }

    public void Leave() => _depth--;

    /// <summary>Passes over a value of which nothing is known but its type.</summary>
    public void Skip(WireType type)
    {
        switch (type)
        {
            case WireType.VarInt:
                VarUInt();
                break;
            case WireType.Bytes:
                Bytes();
                break;
            case WireType.Object:
                Enter();
                SkipMembers();
                Leave();
                break;
            case WireType.Typed:
                Enter();
                Bytes();
                Skip((WireType)(Header() & 7));
                Leave();
                break;
            case WireType.Null:
                break;
            default:
                throw Malformed("an end");
        }
    }

    /// <summary>Passes over the rest of an object, its end included.</summary>
    public void SkipMembers()
    {
        while (Header() is var header && header != (uint)WireType.End)
        {
            if ((header & 7) != (uint)WireType.End)
            {
                Skip((WireType)(header & 7));
            }
        }
    }

    public static SerializerException Malformed(string what) => new($"Malformed bytes: {what} is not as it must be.");

    public static SerializerException Unexpected(Type type, WireType wireType) => new($"Malformed bytes: a {type} cannot be read from {wireType}.");
}
