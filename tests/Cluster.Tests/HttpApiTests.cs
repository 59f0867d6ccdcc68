using System.Net;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>The HTTP API as backends and operators use it.</summary>
public sealed class HttpApiTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>
{
    private EmbeddedServer Server => fixture.Server;

    [Fact]
    public async Task Batch_AnswersPerUser_AndReachesEach()
    {
        var users = Enumerable.Range(0, 50).Select(_ => EmbeddedServerFixture.Unique("user")).ToList();
        using var api = new ServiceApi(Server.Address);
        await using var first = await TestClient.ConnectAsync(Server.SocketUri($"user_id={users[0]}"));
        var ids = string.Join(',', users.Select(user => $"\"{user}\""));

        var answer = await api.PostOkAsync("/api/v1/events/batch", $$"""{"user_ids":[{{ids}}],"type":"sale","data":{"off":10} }""");

        var results = answer["results"]!.AsArray();
        results.Select(result => result!["user_id"]!.GetValue<string>()).ShouldBe(users);
        results.ShouldAllBe(result => result!["seq"]!.GetValue<long>() == 1);
        results[0]!["online"]!.GetValue<bool>().ShouldBeTrue();
        results[1]!["online"]!.GetValue<bool>().ShouldBeFalse();
        (await first.ReceiveAsync("sale"))["id"]!.GetValue<string>().ShouldBe(results[0]!["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/api/v1/events", """{"type":"t","data":1}""")]
    [InlineData("/api/v1/events", """{"user_id":"u","type":"room","data":1}""")]
    [InlineData("/api/v1/events", """{"user_id":"u","type":"t"}""")]
    [InlineData("/api/v1/events", """{"user_id":5,"type":"t","data":1}""")]
    [InlineData("/api/v1/events", """{"user_id":"u","type":"t","data":}""")]
    [InlineData("/api/v1/events", "")]
    [InlineData("/api/v1/events/batch", """{"user_ids":[],"type":"t","data":1}""")]
    [InlineData("/api/v1/events/batch", """{"user_ids":"u","type":"t","data":1}""")]
    [InlineData("/api/v1/rooms/r/messages", """{}""")]
    public async Task BadRequest_IsAProblemWithACode(string path, string body)
    {
        using var api = new ServiceApi(Server.Address);

        var (status, problem) = await api.PostAsync(path, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem!["code"]!.GetValue<string>().ShouldBe("bad_request");
        problem["status"]!.GetValue<int>().ShouldBe(400);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Batch_OfMoreThanAThousandUsers_IsRefused()
    {
        using var api = new ServiceApi(Server.Address);
        var ids = string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"u{i}\""));

        var (status, problem) = await api.PostAsync("/api/v1/events/batch", $$"""{"user_ids":[{{ids}}],"type":"t","data":1}""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem!["code"]!.GetValue<string>().ShouldBe("bad_request");
    }

    [Fact]
    public async Task DataOverTheLimit_IsTooLarge()
    {
        using var api = new ServiceApi(Server.Address);

        var (status, problem) = await api.PostAsync("/api/v1/events", $$"""{"user_id":"u","type":"t","data":"{{new string('x', 600 * 1024)}}"}""");

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        problem!["code"]!.GetValue<string>().ShouldBe("too_large");
    }

    [Fact]
    public async Task ServiceEndpoints_RefuseUsers_AndStrangers()
    {
        using var user = new ServiceApi(Server.Address, "user_id=mallory");
        using var stranger = new ServiceApi(Server.Address, "");
        const string Body = """{"user_id":"u","type":"t","data":1}""";

        var (forbidden, why) = await user.PostAsync("/api/v1/events", Body);
        var (unauthorized, whyNot) = await stranger.PostAsync("/api/v1/events", Body);

        forbidden.ShouldBe(HttpStatusCode.Forbidden);
        why!["code"]!.GetValue<string>().ShouldBe("forbidden");
        unauthorized.ShouldBe(HttpStatusCode.Unauthorized);
        whyNot!["code"]!.GetValue<string>().ShouldBe("unauthorized");
    }

    [Fact]
    public async Task SocketAddress_AskedWithoutAHandshake_IsAProblemToo()
    {
        using var api = new ServiceApi(Server.Address);

        var (status, problem) = await api.GetAsync("/ws");

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem!["code"]!.GetValue<string>().ShouldBe("bad_request");
    }

    [Fact]
    public async Task IdsWithASlash_AreTheSameOverHttpAsOnTheSocket()
    {
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        await using var client = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}%2Fphone&room_id={user}%2Fa%252F"));

        await api.PostOkAsync($"/api/v1/rooms/{user}%2Fa%252F/messages", """{"data":1}""");

        (await client.ReceiveAsync("room"))["room_id"]!.GetValue<string>().ShouldBe(user + "/a%2F");
        (await api.GetAsync($"/api/v1/users/{user}%2Fphone/presence")).Body!["status"]!.GetValue<string>().ShouldBe("online");
    }

    [Fact]
    public async Task UnknownPath_IsAProblemToo()
    {
        using var api = new ServiceApi(Server.Address);

        var (status, problem) = await api.GetAsync("/api/v1/no-such-thing");

        status.ShouldBe(HttpStatusCode.NotFound);
        problem!["code"]!.GetValue<string>().ShouldBe("not_found");
    }

    [Fact]
    public async Task RoutingIsVisible_AndAConnectionCanBeClosed()
    {
        var room = EmbeddedServerFixture.Unique("room");
        var user = EmbeddedServerFixture.Unique("user");
        using var api = new ServiceApi(Server.Address);
        await using var client = await TestClient.ConnectAsync(Server.SocketUri($"user_id={user}&room_id={room}"));

        var (_, inRoom) = await api.GetAsync($"/api/v1/rooms/{room}/connections");
        var (_, ofUser) = await api.GetAsync($"/api/v1/users/{user}/connections");
        var (_, presence) = await api.GetAsync($"/api/v1/users/{user}/presence");
        var (closed, _) = await api.DeleteAsync($"/api/v1/connections/{client.SessionId}");
        var (unknown, _) = await api.DeleteAsync("/api/v1/connections/00000000000000000000000000000000");

        inRoom!["gateways"]![0]!["connections"]!.GetValue<int>().ShouldBe(1);
        inRoom["connections"]![0]!["session_id"]!.GetValue<string>().ShouldBe(client.SessionId);
        inRoom["connections"]![0]!["user_id"]!.GetValue<string>().ShouldBe(user);
        ofUser![0]!["session_id"]!.GetValue<string>().ShouldBe(client.SessionId);
        ofUser[0]!["instance_id"]!.GetValue<string>().ShouldBe(client.Connected["instance_id"]!.GetValue<string>());
        presence!["status"]!.GetValue<string>().ShouldBe("online");
        ((int)closed).ShouldBeInRange(200, 204);
        (await client.WaitForCloseAsync()).ShouldBe(1008);
        unknown.ShouldBe(HttpStatusCode.NotFound);
        await Eventually.HoldsAsync(async () => (await api.GetAsync($"/api/v1/users/{user}/presence")).Body!["status"]!.GetValue<string>() == "offline");
    }

    [Fact]
    public async Task StatisticsAreTrue()
    {
        await using var server = await EmbeddedServer.StartAsync();
        using var api = new ServiceApi(server.Address);
        await using var alice = await TestClient.ConnectAsync(server.SocketUri("user_id=alice&room_id=r"));
        await using var bob = await TestClient.ConnectAsync(server.SocketUri("user_id=bob&room_id=r"));
        await alice.RequestAsync("""{"type":"room","id":"1","room_id":"r","data":1}""");
        await bob.ReceiveAsync("room");
        await api.SendEventAsync("bob", "tick", "1");
        await bob.ReceiveAsync("tick");
        await api.PostOkAsync("/api/v1/events/broadcast", """{"type":"news","data":1}""");
        await bob.ReceiveAsync("news");

        var (_, pubsub) = await api.GetAsync("/api/v1/stats/pubsub");
        var (_, stats) = await api.GetAsync("/stats");
        var (_, health) = await api.GetAsync("/health");
        var (ready, _) = await api.GetAsync("/ready");

        pubsub!["instance_id"]!.GetValue<string>().ShouldBe(alice.Connected["instance_id"]!.GetValue<string>());
        pubsub["publisher"]!["total_published"]!.GetValue<long>().ShouldBe(3);
        pubsub["publisher"]!["user_published"]!.GetValue<long>().ShouldBe(1);
        pubsub["publisher"]!["broadcast_published"]!.GetValue<long>().ShouldBe(1);
        pubsub["publisher"]!["failed_published"]!.GetValue<long>().ShouldBe(0);
        foreach (var name in new[] { "total_received", "user_received", "broadcast_received", "processed_messages", "failed_messages", "dropped_messages", "reconnect_count" })
        {
            pubsub["subscriber"]![name]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(0);
        }

        pubsub["subscriber"]!["total_received"]!.GetValue<long>().ShouldBe(3);
        pubsub["subscriber"]!["broadcast_received"]!.GetValue<long>().ShouldBe(1);
        stats!["total_clients"]!.GetValue<int>().ShouldBe(2);
        stats["shard_stats"]!.AsObject().Count.ShouldBeGreaterThan(0);
        stats["timestamp"]!.GetValue<long>().ShouldBeGreaterThan(1_700_000_000);
        health!["status"]!.GetValue<string>().ShouldNotBeEmpty();
        health["clients"]!.GetValue<int>().ShouldBe(2);
        health["shards"]!.GetValue<int>().ShouldBe(stats["shard_stats"]!.AsObject().Count);
        ready.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Metrics_ArePrometheusText()
    {
        using var api = new ServiceApi(Server.Address);
        await using var client = await TestClient.ConnectAsync(Server.SocketUri("user_id=u"));

        var text = await api.GetTextAsync("/metrics");

        text.ShouldContain("# TYPE realtime_gateway_connections gauge");
        text.Split('\n').Where(line => line.StartsWith("realtime_gateway_connections", StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task OpenApi_DescribesEveryEndpoint()
    {
        using var api = new ServiceApi(Server.Address);

        var (_, document) = await api.GetAsync("/openapi/v1.json");

        var paths = document!["paths"]!.AsObject().Select(path => path.Key).ToList();
        foreach (var path in new[] { "/api/v1/events", "/api/v1/events/batch", "/api/v1/events/broadcast", "/api/v1/rooms/{room_id}/messages", "/health", "/ready", "/stats", "/api/v1/stats/pubsub" })
        {
            paths.ShouldContain(path);
        }

        document["paths"]!["/api/v1/events"]!["post"]!["requestBody"].ShouldNotBeNull();
    }
}
