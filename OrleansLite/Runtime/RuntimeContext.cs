namespace Orleans.Runtime;

/// <summary>The activation whose turn runs on this thread.</summary>
public static class RuntimeContext
{
    [ThreadStatic]
    private static IGrainContext? _current;

    /// <summary>The activation, null outside of grains.</summary>
    public static IGrainContext? Current => _current;

    internal static void Set(IGrainContext? context) => _current = context;
}
