using System.Net;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class OperationsEndpointsTests
{
    [Fact]
    public async Task HealthAndStats_CountTheClients()
    {
        await using var server = await ApiServer.StartAsync();

        var health = (await server.GetAsync("/health", string.Empty)).Json;
        var stats = (await server.GetAsync("/stats", string.Empty)).Json;

        health["status"]!.GetValue<string>().ShouldBe("ok");
        health["clients"]!.GetValue<int>().ShouldBe(5);
        health["shards"]!.GetValue<int>().ShouldBe(3);
        health["timestamp"]!.GetValue<long>().ShouldBeGreaterThan(1_700_000_000);
        stats["total_clients"]!.GetValue<int>().ShouldBe(5);
        stats["shard_stats"]!["shard_2"]!["clients"]!.GetValue<int>().ShouldBe(3);
        stats["gateways"]!.ToJsonString().ShouldBe("""[{"instance_id":"gw-1","connections":5,"rooms":2,"draining":false,"lease_age_ms":1200}]""");
        stats["silos"]!.ToJsonString().ShouldBe("""[{"silo":"10.0.0.1:11111@1","status":"active","activations":7},{"silo":"10.0.0.2:11111@1","status":"joining"}]""");
        stats["streams"]!.ToJsonString().ShouldBe("""{"subscriptions":7,"consumers":3}""");
        (await server.GetAsync("/api/v1/stats/pubsub", string.Empty)).Text.ShouldBe(
            """{"instance_id":"gw-1","publisher":{"total_published":4,"user_published":2,"broadcast_published":1,"failed_published":1}"""
            + ""","subscriber":{"total_received":3,"user_received":2,"broadcast_received":1,"processed_messages":3,"failed_messages":0,"dropped_messages":0,"reconnect_count":0}}""");
    }

    [Fact]
    public async Task Stats_WhileTheClusterDoesNotAnswer_CountTheClientsAllTheSame()
    {
        await using var server = await ApiServer.StartAsync();
        server.Gateways = null;

        var stats = (await server.GetAsync("/stats", string.Empty)).Json;

        stats["total_clients"]!.GetValue<int>().ShouldBe(5);
        stats.AsObject().ContainsKey("gateways").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/ready")]
    public async Task LoadBalancers_MayAskWithHead(string path)
    {
        await using var server = await ApiServer.StartAsync();

        (await server.SendAsync(HttpMethod.Head, path, string.Empty, null, [])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Metrics_FollowTheGrammar()
    {
        await using var server = await ApiServer.StartAsync();

        var samples = ExpositionGrammar.Read((await server.GetAsync("/metrics", string.Empty)).Text);

        samples.ShouldContain(s => s.Name == "kestrel_active_connections");
    }

    [Fact]
    public async Task Ready_FollowsClusterAndDrain()
    {
        await using var server = await ApiServer.StartAsync();
        (await server.GetAsync("/ready", string.Empty)).Status.ShouldBe(HttpStatusCode.OK);

        server.Drain.Begin();

        var answer = await server.GetAsync("/ready", string.Empty);
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text.ShouldBe("""{"status":"draining"}""");
        (await server.GetAsync("/health", string.Empty)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_WhenTheClusterIsOutOfReach_IsUnavailable()
    {
        await using var server = await ApiServer.StartAsync();
        var directory = Substitute.For<IGatewayDirectoryGrain>();
        directory.IsAliveAsync(Arg.Any<GatewayAddress>()).ThrowsAsync(new TimeoutException());
        server.Grains.GetGrain<IGatewayDirectoryGrain>(0).Returns(directory);

        var answer = await server.GetAsync("/ready", string.Empty);

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text.ShouldBe("""{"status":"unavailable"}""");
    }

    [Fact]
    public async Task AdminUrls_MoveAllButHealthAndReady()
    {
        await using var server = await ApiServer.StartAsync(("Admin:Urls", "http://127.0.0.1:0"));
        var (everybody, admin) = (server.Addresses[0], server.Addresses[1]);

        foreach (var path in new[] { "/stats", "/metrics", "/api/v1/stats/pubsub", "/openapi/v1.json" })
        {
            (await server.GetAsync(path, string.Empty, admin)).Status.ShouldBe(HttpStatusCode.OK, path);
            (await server.GetAsync(path, string.Empty, everybody)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        }

        foreach (var address in server.Addresses)
        {
            (await server.GetAsync("/health", string.Empty, address)).Status.ShouldBe(HttpStatusCode.OK);
            (await server.GetAsync("/ready", string.Empty, address)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await server.GetAsync("/api/v1/users/u/presence", string.Empty, admin)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        foreach (var address in server.Addresses)
        {
            (await server.GetAsync("/api/v1/admin/overview", string.Empty, address)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    [Fact]
    public async Task OpenApi_DescribesSchemasSecurityAndErrors()
    {
        await using var server = await ApiServer.StartAsync();

        var document = (await server.GetAsync("/openapi/v1.json", string.Empty)).Json;

        var publish = document["paths"]!["/api/v1/events"]!["post"]!;
        publish["security"]![0]!["bearer"].ShouldNotBeNull();
        publish["parameters"]!.AsArray().ShouldContain(p => p!["name"]!.GetValue<string>() == "Idempotency-Key");
        publish["requestBody"]!["content"]!["application/json"]!["schema"].ShouldNotBeNull();
        foreach (var status in new[] { "200", "400", "401", "403", "413", "415", "503", "504" })
        {
            publish["responses"]![status].ShouldNotBeNull(status);
        }

        var schemas = document["components"]!["schemas"]!;
        schemas["EventRequest"]!["required"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["user_id", "type", "data"], ignoreOrder: true);
        schemas["EventReceipt"]!["required"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["id", "online"], ignoreOrder: true);
        (schemas["StreamPublished"]!["required"]?.AsArray().Count ?? 0).ShouldBe(0);
        schemas["EventRequest"]!["properties"]!["user_id"]!["description"].ShouldNotBeNull();
        var history = document["paths"]!["/api/v1/rooms/{room_id}/messages"]!["get"]!["parameters"]!.AsArray();
        history.Select(p => p!["name"]!.GetValue<string>()).ShouldBe(["room_id", "before_seq", "after_seq", "limit"], ignoreOrder: true);
    }

    [Fact]
    public async Task OpenApi_ShowsEveryCallOfStreams()
    {
        await using var server = await ApiServer.StartAsync();

        var paths = (await server.GetAsync("/openapi/v1.json", string.Empty)).Json["paths"]!.AsObject();

        var calls = paths.Where(path => path.Key.StartsWith("/api/v1/streams/", StringComparison.Ordinal)).SelectMany(path => path.Value!.AsObject()).ToList();
        calls.Count.ShouldBe(12);
        foreach (var (method, call) in calls)
        {
            call!["description"]!.GetValue<string>().ShouldContain("Streams:AllowUsers");
            call["responses"]!["200"]!["content"]!["application/json"]!["example"].ShouldNotBeNull(call["operationId"]!.GetValue<string>());
            (call["requestBody"]?["content"]!["application/json"]!["example"] is not null).ShouldBe(method == "post");
        }

        var publish = paths["/api/v1/streams/{stream}/messages"]!["post"]!;
        publish["parameters"]!.AsArray().ShouldContain(p => p!["name"]!.GetValue<string>() == "Idempotency-Key");
        publish["responses"]!["409"].ShouldNotBeNull();
    }
}
