using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>The delivery services without a cluster.</summary>
internal sealed class DeliveryKit
{
    public DeliveryKit(DeliveryOptions? options = null)
    {
        var settings = Options.Create(options ?? new DeliveryOptions { ReplayPage = 3 });
        Owners = new LogOwners(Grains);
        Registry = new AudienceRegistry(Owners, Time);
        Metrics = new DeliveryMetrics(
            new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), Registry, Statistics);
        GatewayLanes? lanes = null;
        Links = new AudienceLinks(Registry, new Lazy<GatewayLanes>(() => lanes!), Metrics, Time, settings, NullLogger<AudienceLinks>.Instance);
        Reattach = new ReattachQueue(Links, settings);
        Replayer = new Replayer(Reattach, Encoder, Metrics, Time, settings, NullLogger<Replayer>.Instance);
        var receiver = new LaneReceiver(Registry, Reattach, Substitute.For<IConnectionDirectory>(), Encoder, new RecentIds(16), new RecentLiveIds(), Statistics, Metrics);
        lanes = new GatewayLanes(Grains, receiver, settings, Options.Create(new GatewayOptions { InstanceId = "gw" }));
        Lanes = lanes;
    }

    public FakeTimeProvider Time { get; } = new();

    public IGrainFactory Grains { get; } = Substitute.For<IGrainFactory>();

    public LogOwners Owners { get; }

    public AudienceRegistry Registry { get; }

    public AudienceLinks Links { get; }

    public ReattachQueue Reattach { get; }

    public Replayer Replayer { get; }

    public GatewayLanes Lanes { get; }

    public GatewayStatistics Statistics { get; } = new();

    public DeliveryMetrics Metrics { get; }

    public FrameEncoder Encoder { get; } = new();
}
