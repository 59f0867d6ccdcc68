namespace Orleans.Core;

/// <summary>A piece of stored state with its type.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state as it is in memory.</summary>
    TState State { get; set; }
}
