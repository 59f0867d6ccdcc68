using Orleans.Configuration;
using Orleans.Lite.Membership;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>What a node needs to be part of a cluster.</summary>
internal interface ICluster
{
    /// <summary>Raised when this process did not run for longer than others wait for it.</summary>
    event Action? Paused;

    IMessageTransport Transport { get; }

    IMembership Membership { get; }

    /// <summary>Takes the place where a silo is to be reached.</summary>
    SiloAddress Bind(EndpointOptions endpoint, int generation);

    /// <summary>An address for a client, unlike any other's.</summary>
    SiloAddress NewClientAddress();

    /// <summary>Begins to follow the cluster; a client waits until there is a silo.</summary>
    Task StartAsync(Node node, CancellationToken cancellationToken);

    /// <summary>The share of the cluster that can be heard at this moment, this silo included: 1 is all of it.</summary>
    double ShareHeard();

    /// <summary>Lets the node go on under a new address.</summary>
    void Rename(SiloAddress address);

    /// <summary>Ends as the death of the process would: what the others know of it they find out themselves.</summary>
    ValueTask AbandonAsync(MemberEntry silo);
}
