using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Diagnostics;

public sealed class GrainMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    [Fact]
    public void Activations_AreCountedByGrain_EachEndOnce()
    {
        var metrics = new ActivationMetrics(Meters);
        var room = metrics.Count("room");
        metrics.Count("room");
        metrics.Count("user");
        Measurements.Of(Meters, "realtime.grain.activations").ShouldBe(["room 2", "user 1"]);

        room.Dispose();
        room.Dispose();

        Measurements.Of(Meters, "realtime.grain.activations").ShouldBe(["room 1", "user 1"]);
    }

    [Fact]
    public void Gateways_AreCountedUntilTheirLeaseEnds_ThoughNobodyAsksTheirShard()
    {
        var time = new FakeTimeProvider();
        var metrics = new GatewayMetrics(Meters, Options.Create(new GatewayLeaseOptions { LeaseDuration = TimeSpan.FromSeconds(10) }), time);
        Live().ShouldBe("0");
        var first = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(5));
        metrics.Publish(0, [first, time.GetTimestamp()]);
        metrics.Publish(3, [time.GetTimestamp()]);
        Live().ShouldBe("3");

        time.Advance(TimeSpan.FromSeconds(5));
        Live().ShouldBe("2");
        metrics.Forget(3);
        Live().ShouldBe("1");
        time.Advance(TimeSpan.FromSeconds(5));
        Live().ShouldBe("0");

        string Live() => Measurements.Of(Meters, "realtime.directory.gateways").Single();
    }

    public void Dispose() => _services.Dispose();
}
