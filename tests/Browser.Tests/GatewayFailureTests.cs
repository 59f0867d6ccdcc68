using System.Text.RegularExpressions;
using Orleans.Realtime.Browser.Tests.Support;
using Orleans.Realtime.Cluster.Harness.Processes;
using static Microsoft.Playwright.Assertions;

namespace Orleans.Realtime.Browser.Tests;

/// <summary>A gateway is killed while people look at the page that it served.</summary>
public sealed class GatewayFailureTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task KilledGateway_IsSurvivedInView()
    {
        await using var cluster = await LocalCluster.StartAsync(new() { Silos = 1, Gateways = 2 });
        await using var balancer = new LoadBalancer(cluster.Gateways.Select(gateway => gateway.Url!));
        await using var visitor = await Visitor.OpenAsync(browser.Browser);
        // The browser itself reports sockets that a dead server ended.
        visitor.Expected = fault => fault.Contains("WebSocket connection to", StringComparison.Ordinal);
        await visitor.Page.OpenTryAsync(balancer.Address);
        var alice = await visitor.Page.AddUserAsync("alice");
        var bob = await visitor.Page.AddUserAsync("bob");
        await alice.OpenAsync("Room", "lobby");
        await bob.OpenAsync("Room", "lobby");
        await alice.SayAsync("before the kill");
        await Expect(bob.Message("before the kill")).ToHaveCountAsync(1);
        var session = await bob.SessionIdAsync();
        await Expect(bob.Session).ToContainTextAsync(cluster.Gateways[0].InstanceId);

        await cluster.KillAsync(cluster.Gateways[0]);
        await alice.SayAsync("after the kill");

        await bob.IsResumedAsync();
        await alice.IsResumedAsync();
        await Expect(bob.Session).ToContainTextAsync(cluster.Gateways[1].InstanceId);
        (await bob.SessionIdAsync()).ShouldBe(session);
        await alice.IsStoredAsync("after the kill");
        await Expect(bob.Messages).ToHaveTextAsync([new Regex("before the kill"), new Regex("after the kill")]);
    }
}
