namespace Orleans.Realtime.Grains.Log;

/// <summary>Which end of a range a page is cut from. The page itself is ascending either way.</summary>
internal enum LogDirection
{
    /// <summary>The oldest entries of the range.</summary>
    Forward = 0,

    /// <summary>The newest entries of the range.</summary>
    Backward = 1,
}
