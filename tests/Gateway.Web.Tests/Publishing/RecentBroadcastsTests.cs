using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Publishing;

public sealed class RecentBroadcastsTests
{
    private readonly FakeTimeProvider _time = new();
    private int _sent;

    [Fact]
    public async Task SameId_OfTheSameSender_IsSentOnce_WithinTheWindow()
    {
        var recent = new RecentBroadcasts(_time);

        (await recent.GetOrAdd(("svc", "1"), () => SendAsync(gateways: 1))).Connections.ShouldBe(1);
        (await recent.GetOrAdd(("svc", "1"), () => SendAsync(gateways: 1))).Connections.ShouldBe(1);
        (await recent.GetOrAdd(("other", "1"), () => SendAsync(gateways: 1))).Connections.ShouldBe(2);
        _time.Advance(TimeSpan.FromMinutes(2));
        (await recent.GetOrAdd(("svc", "1"), () => SendAsync(gateways: 1))).Connections.ShouldBe(3);
    }

    [Fact]
    public async Task BroadcastThatReachedNobody_MayBeTriedAgain()
    {
        var recent = new RecentBroadcasts(_time);

        await recent.GetOrAdd(("svc", "1"), () => SendAsync(gateways: 0));
        (await recent.GetOrAdd(("svc", "1"), () => SendAsync(gateways: 1))).Gateways.ShouldBe(1);
    }

    [Fact]
    public async Task OlderOnesAreForgotten_WhenThereAreTooMany()
    {
        var recent = new RecentBroadcasts(_time);
        for (var i = 0; i <= 1_000; i++)
        {
            await recent.GetOrAdd(("svc", $"{i}"), () => SendAsync(gateways: 1));
        }

        (await recent.GetOrAdd(("svc", "0"), () => SendAsync(gateways: 1))).Connections.ShouldBe(1_002);
        (await recent.GetOrAdd(("svc", "1000"), () => SendAsync(gateways: 1))).Connections.ShouldBe(1_001);
    }

    private Task<BroadcastResult> SendAsync(int gateways) => Task.FromResult(new BroadcastResult(gateways, ++_sent));
}
