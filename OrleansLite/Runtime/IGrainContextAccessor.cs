namespace Orleans.Runtime;

/// <summary>The activation whose code runs now.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The activation, null outside of grains.</summary>
    IGrainContext GrainContext { get; }
}
