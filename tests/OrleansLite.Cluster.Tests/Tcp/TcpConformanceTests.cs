using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Hosting;
using Orleans.Lite.Tcp;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Tcp;

public class TcpConformanceTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public void Clusters_OfThisAssembly_TalkByTcp()
    {
        foreach (var silo in Cluster.Cluster.Silos)
        {
            silo.ServiceProvider.GetRequiredService<ICluster>().ShouldBeOfType<TcpCluster>();
            silo.SiloAddress.Endpoint.Port.ShouldBeGreaterThan(0);
        }

        Client.ServiceProvider.GetRequiredService<ICluster>().ShouldBeOfType<TcpCluster>();
    }
}
