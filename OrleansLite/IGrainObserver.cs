using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of all observer interfaces: local objects that can be called from anywhere in the cluster.</summary>
public interface IGrainObserver : IAddressable
{
}
