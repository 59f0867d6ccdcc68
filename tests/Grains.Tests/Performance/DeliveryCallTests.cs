using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Performance;

/// <summary>Calls for each message grow with gateways, not with members, nor with messages that come together.</summary>
public sealed class DeliveryCallTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Publish_ToARoomOfFive_TakesOneCallAGateway(int gateways)
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var all = Enumerable.Range(1, gateways).Select(i => silos.Gateway($"gw-{i}")).ToArray();
        foreach (var (_, route) in all)
        {
            await room.AttachAsync(Some.Attach(route, null, "s1", "s2", "s3", "s4", "s5"));
        }

        for (var i = 1; i <= 20; i++)
        {
            await room.Publish(Some.Message($"m{i}"));
            foreach (var (gateway, _) in all)
            {
                await gateway.Until(() => gateway.Seen.Length == i);
            }
        }

        all.ShouldAllBe(gateway => gateway.Gateway.Calls == 20);
    }

    [Fact]
    public async Task Publish_OfMessagesThatCameTogether_TakesOneCall()
    {
        await using var silos = await TestSilos.StartAsync();
        var room = silos.Room("r");
        var (gateway, route) = silos.Gateway();
        await room.AttachAsync(Some.Attach(route, null, "s1"));

        await room.Publish([.. Some.Messages(50)]);
        await gateway.Until(() => gateway.Seen.Length == 50);

        gateway.Calls.ShouldBe(1);
    }
}
