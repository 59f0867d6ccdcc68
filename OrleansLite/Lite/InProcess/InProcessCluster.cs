using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.State;

namespace Orleans.Lite.InProcess;

/// <summary>What the nodes of a cluster within one process share.</summary>
internal sealed class InProcessCluster(IMessageTransport transport)
{
    public IMessageTransport Transport { get; } = transport;

    public IMembership Membership { get; } = new InMemoryMembership();

    public MemoryStores Stores { get; } = new();
}
