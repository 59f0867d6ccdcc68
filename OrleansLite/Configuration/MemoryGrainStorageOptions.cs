namespace Orleans.Configuration;

/// <summary>State in memory.</summary>
public class MemoryGrainStorageOptions
{
    /// <summary>Kept for source compatibility: the number of storage grains; default 10.</summary>
    public int NumStorageGrains { get; set; } = 10;
}
