namespace Orleans.Concurrency;

/// <summary>Several activations of this grain may live on every silo; a call takes a local one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>At most one activation per processor.</summary>
    public StatelessWorkerAttribute()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>At most <paramref name="maxLocalWorkers"/> activations a silo.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers) => MaxLocalWorkers = maxLocalWorkers;

    internal int MaxLocalWorkers { get; }
}
