using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Delivery;

public sealed class DeliveryMetricsTests
{
    [Fact]
    public void Dispatches_AreCountedByGatewayAndResult_UntilTheGatewayIsLongGone()
    {
        using var rig = new DeliveryRig();
        var (good, bad) = (new FakeGateway("gw-good"), new FakeGateway("gw-bad"));
        bad.Script([DeliveryFault.LostRequest]);
        rig.Attach(good, new(0, "e1"));
        rig.Attach(bad, new(0, "e1"));
        rig.Append(1);
        rig.Advance(1);

        Dispatches(rig).ShouldBe(["gw-bad failure 1", "gw-bad success 1", "gw-good failure 0", "gw-good success 1"]);

        rig.Advance(DeliveryMetrics.KeepFor.TotalSeconds - 1);
        rig.Routes.Remove(bad.Address);
        rig.Append(1);
        rig.Advance(1);

        Dispatches(rig).ShouldBe(["gw-good failure 0", "gw-good success 2"]);
    }

    private static string[] Dispatches(DeliveryRig rig) => Measurements.Of(rig.Meters, "realtime.delivery.dispatches");
}
