using System.Buffers.Binary;
using System.Text;

namespace Orleans.Realtime.Gateway.Web.Protocol;

/// <summary>
/// Turns the bytes of a room id into the string made for it before, so that a busy room costs no allocation a frame. A fixed
/// table without locks: two ids that meet in one place take turns, a lost write costs one allocation.
/// </summary>
internal sealed class RoomIdCache
{
    private const int Slots = 1024;

    private readonly string?[] _slots = new string?[Slots];

    /// <summary>The id as a string. Longer or non-ASCII ids are decoded each time.</summary>
    /// <param name="utf8">The id's bytes, without JSON escapes and not empty.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Identifiers.MaxRoomIdLength || !Ascii.IsValid(utf8))
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref string? slot = ref _slots[Hash(utf8) & (Slots - 1)];
        string? known = slot;
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        return slot = Encoding.ASCII.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong head = utf8.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(utf8) : 0;
        ulong tail = 0;
        foreach (byte b in utf8.Length >= sizeof(ulong) ? utf8[^sizeof(ulong)..] : utf8)
        {
            tail = (tail << 8) | b;
        }

        ulong mixed = ((head * 31) + tail + (ulong)utf8.Length) * 0x9E3779B97F4A7C15;
        return (uint)(mixed >> 40);
    }
}
