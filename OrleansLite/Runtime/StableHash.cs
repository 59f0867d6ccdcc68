namespace Orleans.Runtime;

/// <summary>Hashes that are the same in every process: FNV-1a, then a finalizer that spreads what it leaves close together.</summary>
internal static class StableHash
{
    public static int Of(ReadOnlySpan<char> text)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var c in text)
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            return (int)Mix(hash);
        }
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
