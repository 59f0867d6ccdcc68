using System.Buffers;
using System.Runtime.InteropServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>Bytes in a pooled array that grows with what really comes, not with what a header promises. Empty it holds nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ReceiveBuffer
{
    private const int FirstLength = 4096;

    private byte[]? _array;
    private int _start;
    private int _end;

    /// <summary>Bytes held.</summary>
    public readonly int Length => _end - _start;

    /// <summary>The bytes.</summary>
    public readonly Memory<byte> Memory => _array.AsMemory(_start, Length);

    /// <summary>The bytes.</summary>
    public readonly Span<byte> Span => _array.AsSpan(_start, Length);

    /// <summary>Room behind the bytes, never empty.</summary>
    public Memory<byte> GetFree(int wanted = 1)
    {
        Reserve(wanted);
        return _array.AsMemory(_end);
    }

    /// <summary>Notes that bytes were written into the free room; answers whether it is full.</summary>
    public bool Advance(int count)
    {
        _end += count;
        return _end == _array!.Length;
    }

    /// <summary>Drops bytes at the front.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_array.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Gives the array back and is empty.</summary>
    public void Release()
    {
        if (_array is { } array)
        {
            _array = null;
            _start = 0;
            _end = 0;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    /// <summary>Takes a rented array over.</summary>
    public void Take(byte[] rented, int length)
    {
        Release();
        _array = rented;
        _end = length;
    }

    private void Reserve(int wanted)
    {
        if (_array is null)
        {
            _array = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, FirstLength));
            return;
        }

        if (_array.Length - _end >= wanted)
        {
            return;
        }

        var length = Length;
        if (_start > 0 && _array.Length - length >= wanted && length <= _array.Length / 2)
        {
            Span.CopyTo(_array);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, length + wanted));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        _start = 0;
        _end = length;
    }
}
