using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>State of a grain that is read before it activates and written when the grain says so.</summary>
public interface IPersistentState<TState> : IStorage<TState>
{
}
