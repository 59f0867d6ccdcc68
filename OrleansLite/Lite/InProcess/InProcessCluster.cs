using System.Net;
using Orleans.Configuration;
using Orleans.Lite.Hosting;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Lite.State;
using Orleans.Runtime;

namespace Orleans.Lite.InProcess;

/// <summary>What the nodes of a cluster within one process share.</summary>
internal sealed class InProcessCluster(IMessageTransport transport) : ICluster
{
    /// <summary>Never raised: all nodes stand still together.</summary>
    public event Action? Paused
    {
        add { }
        remove { }
    }

    public IMessageTransport Transport { get; } = transport;

    public IMembership Membership { get; } = new InMemoryMembership();

    public MemoryStores Stores { get; } = new();

    public SiloAddress Bind(EndpointOptions endpoint, int generation) => SiloAddress.New(endpoint.AdvertisedIPAddress ?? IPAddress.Loopback, endpoint.SiloPort, generation);

    public SiloAddress NewClientAddress() => SiloAddress.New(IPAddress.Loopback, 0, -Generations.Next());

    public Task StartAsync(Node node, CancellationToken cancellationToken) => node.Grains is null && !Membership.Current.HasActive
        ? throw new SiloUnavailableException("Could not find any gateway. Orleans client cannot initialize.")
        : Task.CompletedTask;

    public double ShareHeard() => 1;

    public void Rename(SiloAddress address) => throw new NotSupportedException("No silo is taken for dead within one process.");

    public ValueTask AbandonAsync(MemberEntry silo) => Membership.UpdateAsync(silo with { Status = SiloStatus.Dead }, CancellationToken.None);
}
