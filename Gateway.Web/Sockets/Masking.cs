using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>The masking of RFC 6455 section 5.3: every byte is XORed with one of the mask's four.</summary>
internal static class Masking
{
    /// <summary>Masks or unmasks in place.</summary>
    /// <param name="bytes">A part of the payload.</param>
    /// <param name="mask">The mask; its lowest byte is for the payload's first byte.</param>
    /// <param name="offset">Where in the payload the part begins.</param>
    public static void Apply(Span<byte> bytes, uint mask, long offset)
    {
        var turned = BitOperations.RotateRight(mask, (int)(offset & 3) * 8);
        if (!BitConverter.IsLittleEndian)
        {
            turned = BinaryPrimitives.ReverseEndianness(turned);
        }

        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        ApplyWords(words, turned);
        var done = words.Length * sizeof(uint);
        for (var index = done; index < bytes.Length; index++)
        {
            bytes[index] ^= (byte)(mask >> ((int)((offset + index) & 3) * 8));
        }
    }

    private static void ApplyWords(Span<uint> words, uint mask)
    {
        if (Vector.IsHardwareAccelerated && words.Length >= Vector<uint>.Count)
        {
            var wide = new Vector<uint>(mask);
            while (words.Length >= Vector<uint>.Count)
            {
                (new Vector<uint>(words) ^ wide).CopyTo(words);
                words = words[Vector<uint>.Count..];
            }
        }

        for (var index = 0; index < words.Length; index++)
        {
            words[index] ^= mask;
        }
    }
}
