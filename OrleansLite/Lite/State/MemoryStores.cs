using Orleans.Storage;

namespace Orleans.Lite.State;

internal sealed class MemoryStores
{
    public static IGrainStorage Get(string name) => throw new InvalidOperationException($"No store {name} yet.");
}
