namespace Orleans.Realtime.Grains.Diagnostics;

/// <summary>The meter of all grains.</summary>
public static class GrainsMeter
{
    /// <summary>Its name.</summary>
    public const string Name = "Orleans.Realtime.Grains";
}
