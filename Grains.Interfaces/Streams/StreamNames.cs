using System.Buffers;

namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>The valid form of names of streams, of groups and of consumers: <c>[A-Za-z0-9._-]{1,128}</c>.</summary>
public static class StreamNames
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether it may name a stream, a group or a consumer.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) => name.Length is > 0 and <= MaxLength && !name.ContainsAnyExcept(Allowed);
}
