using System.Diagnostics;
using System.Net;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>Starting and stopping, as the README and an orchestrator do.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Sigterm_TellsClientsToReconnect_FinishesWhatIsInFlight_AndEnds()
    {
        await using var server = await EmbeddedServer.StartAsync();
        using var api = new ServiceApi(server.Address);
        await using var alice = await TestClient.ConnectAsync(server.SocketUri("user_id=alice&room_id=r"));
        await using var bob = await TestClient.ConnectAsync(server.SocketUri("user_id=bob&room_id=r"));
        for (var i = 1; i <= 50; i++)
        {
            await alice.SendAsync($$"""{"type":"room","id":"{{i}}","room_id":"r","data":{{i}}}""");
        }

        server.Signal("TERM");
        var reconnect = await bob.ReceiveUntilAsync(frame => frame["type"]!.GetValue<string>() == "reconnect");
        reconnect["delay_ms"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(0);
        (await bob.WaitForCloseAsync(TimeSpan.FromSeconds(30))).ShouldBeOneOf(1001, 1012);
        var acknowledged = 0;
        try
        {
            while (true)
            {
                acknowledged += (await alice.ReceiveAsync())["type"]!.GetValue<string>() == "reply" ? 1 : 0;
            }
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            acknowledged.ShouldBe(50, "what was sent before the end is finished");
        }

        (await server.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
    }

    [Fact]
    public async Task WhileDraining_NotReady()
    {
        await using var server = await EmbeddedServer.StartAsync();
        using var api = new ServiceApi(server.Address);
        await using var client = await TestClient.ConnectAsync(server.SocketUri("user_id=u"));
        (await api.GetAsync("/ready")).Status.ShouldBe(HttpStatusCode.OK);

        server.Signal("TERM");
        await client.ReceiveUntilAsync(frame => frame["type"]!.GetValue<string>() == "reconnect");

        try
        {
            (await api.GetAsync("/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }
        catch (HttpRequestException)
        {
            // The listener is gone already: no new connections either way.
        }

        (await server.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
    }

    [Fact]
    public async Task StartMessage_SaysWhereAndWhatIsInMemoryOnly()
    {
        await using var server = await EmbeddedServer.StartAsync();

        await Eventually.HoldsAsync(() => Task.FromResult(server.Output.Contains("memory", StringComparison.OrdinalIgnoreCase)));
        server.Output.ShouldContain(server.Address.ToString().TrimEnd('/'));
        await Eventually.HoldsAsync(() => Task.FromResult(server.Output.Contains($"Open {server.Address} ", StringComparison.Ordinal)));
        using var http = new HttpClient();
        (await http.GetStringAsync(server.Address)).ShouldContain("<title>Orleans.Realtime console</title>");
    }

    [Theory]
    [InlineData("Inbox:MaxMessages", "-1")]
    [InlineData("Sockets:MaxMessageBytes", "0")]
    [InlineData("Auth:Mode", "Jwt")]
    public async Task BadConfiguration_IsOneClearMessage(string name, string value)
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(() => EmbeddedServer.StartAsync((name, value)));

        failure.Message.ShouldContain(name.Split(':')[^1]);
        failure.Message.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
    }

    [Fact]
    public async Task RunScript_BecomesTheServer_AndASecondStartBuildsNothing()
    {
        await using (var first = await EmbeddedServer.StartByScriptAsync())
        {
            await using var client = await TestClient.ConnectAsync(first.SocketUri("user_id=u"));
            first.Signal("TERM");
            (await first.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, "the script's pid is the server's");
        }

        await using var second = await EmbeddedServer.StartByScriptAsync();

        second.Output.ShouldNotContain("Building");
    }
}
