namespace Orleans.Realtime.Grains.Tests.Performance;

/// <summary>Tests that look at the heap of the whole process: no other runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
