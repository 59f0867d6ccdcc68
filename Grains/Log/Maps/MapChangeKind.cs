namespace Orleans.Realtime.Grains.Log.Maps;

/// <summary>What becomes of a field.</summary>
internal enum MapChangeKind : byte
{
    /// <summary>It has the value.</summary>
    Set = 0,

    /// <summary>It is gone.</summary>
    Remove = 1,

    /// <summary>It has the number, unless it has a greater one.</summary>
    Raise = 2,
}
