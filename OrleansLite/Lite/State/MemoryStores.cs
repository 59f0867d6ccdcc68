using System.Collections.Concurrent;

namespace Orleans.Lite.State;

/// <summary>The memory stores of a cluster within this process.</summary>
internal sealed class MemoryStores
{
    private readonly ConcurrentDictionary<string, MemoryGrainStorage> _byName = new();

    public MemoryGrainStorage Get(string name) => _byName.GetOrAdd(name, static _ => new());
}
