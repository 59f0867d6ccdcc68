using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// Writes the JSON of frames straight into a buffer: constant parts as bytes, strings escaped where they must be, payloads as
/// they are. The output is valid UTF-8 for any string: a broken surrogate pair becomes U+FFFD.
/// </summary>
internal ref struct FrameWriter(IBufferWriter<byte> output)
{
    private const int LongestNumber = 20;

    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _free;
    private int _used;

    /// <summary>Writes bytes that are JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Reserve(json.Length));
        _used += json.Length;
    }

    /// <summary>Writes a string in quotes.</summary>
    public void String(string value)
    {
        // A UTF-16 code unit takes three bytes at most, an escaped one six.
        bool plain = !value.AsSpan().ContainsAny(MustEscape);
        Span<byte> target = Reserve((value.Length * (plain ? 3 : 6)) + 2);
        target[0] = (byte)'"';
        int written = 1 + (plain ? Encoding.UTF8.GetBytes(value, target[1..]) : Escape(value, target[1..]));
        target[written++] = (byte)'"';
        _used += written;
    }

    /// <summary>Writes a string in quotes, or <c>null</c>.</summary>
    public void StringOrNull(string? value)
    {
        if (value is null)
        {
            Raw("null"u8);
        }
        else
        {
            String(value);
        }
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        bool fits = Utf8Formatter.TryFormat(value, Reserve(LongestNumber), out int written);
        Debug.Assert(fits, "a 64-bit number has at most 20 characters");
        _used += written;
    }

    /// <summary>Writes where an entry stands in its stream, in quotes.</summary>
    public void Id(StreamId id)
    {
        Span<byte> target = Reserve((2 * LongestNumber) + 3);
        target[0] = (byte)'"';
        Utf8Formatter.TryFormat(id.Milliseconds, target[1..], out int milliseconds);
        target[++milliseconds] = (byte)'-';
        Utf8Formatter.TryFormat(id.Number, target[++milliseconds..], out int number);
        target[milliseconds + number] = (byte)'"';
        _used += milliseconds + number + 1;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes a time in quotes: RFC 3339, UTC, milliseconds.</summary>
    public void Time(long unixMs)
    {
        Span<byte> target = Reserve(Rfc3339.Length + 2);
        target[0] = (byte)'"';
        Rfc3339.Write(unixMs, target[1..]);
        target[Rfc3339.Length + 1] = (byte)'"';
        _used += Rfc3339.Length + 2;
    }

    /// <summary>Hands what was written to the output. Must be the last call.</summary>
    public void Complete()
    {
        _output.Advance(_used);
        _free = default;
        _used = 0;
    }

    private static int Escape(string value, Span<byte> target)
    {
        int written = 0;
        ReadOnlySpan<char> rest = value;
        while (!rest.IsEmpty)
        {
            int next = rest.IndexOfAny(MustEscape);
            written += Encoding.UTF8.GetBytes(next < 0 ? rest : rest[..next], target[written..]);
            if (next < 0)
            {
                break;
            }

            char c = rest[next];
            target[written++] = (byte)'\\';
            if (c is '"' or '\\')
            {
                target[written++] = (byte)c;
            }
            else
            {
                "u00"u8.CopyTo(target[written..]);
                target[written + 3] = (byte)(c < 0x10 ? '0' : '1');
                target[written + 4] = (byte)"0123456789abcdef"[c & 0xF];
                written += 5;
            }

            rest = rest[(next + 1)..];
        }

        return written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int bytes)
    {
        if (_free.Length - _used < bytes)
        {
            Grow(bytes);
        }

        return _free[_used..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        _output.Advance(_used);
        _used = 0;
        _free = _output.GetSpan(bytes);
    }
}
