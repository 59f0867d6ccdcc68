using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;
using Orleans.Realtime.Failure.Tests.Support;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>What administrators see of a real cluster, and of one that loses a gateway.</summary>
[Collection(ClusterGroup.Name)]
public sealed class AdminOverviewTests(ClusterFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Overview_ShowsEveryGatewayAndSilo_UntilOneIsKilled()
    {
        var cluster = await fixture.GetAsync();
        var (asked, lost) = (cluster.Gateways[0], cluster.Gateways[1]);
        await using var here = await Resident.ConnectAsync(asked, "watched");
        await using var there = await Resident.ConnectAsync(lost, "watched");
        (await Api.PostAsync(asked, "/api/v1/rooms/watched/messages", """{"data":1}""")).Status.ShouldBe(200);

        // Each reports in its own time.
        await FailureRow.EventuallyAsync(
            async () => await OverviewAsync(asked) is var now
                && Gateways(now).All(gateway => gateway["connections"]!.GetValue<int>() > 0 && gateway["counters"]!["delivered"]!.GetValue<long>() > 0)
                && Gateways(now).Count == 2
                && Silos(now).Count == 2
                && Silos(now).All(silo => silo["activations"] is not null)
                && Silos(now).Sum(silo => silo["counters"]!["appended"]!.GetValue<long>()) > 0,
            Patience);
        var overview = await OverviewAsync(asked);
        output.WriteLine(overview.ToJsonString());
        Gateways(overview).Select(gateway => gateway["instance_id"]!.GetValue<string>()).ShouldBe([asked.InstanceId, lost.InstanceId], ignoreOrder: true);
        Silos(overview).ShouldAllBe(silo => silo["status"]!.GetValue<string>() == "active");
        overview["totals"]!["connections"]!.GetValue<long>().ShouldBe(Gateways(overview).Sum(gateway => gateway["connections"]!.GetValue<long>()));
        await FailureRow.EventuallyAsync(
            async () => (await AdminAsync(asked, "audiences"))["rooms"]!.AsArray().SingleOrDefault(found => found!["room_id"]!.GetValue<string>() == "watched") is { } room
                && (room["connections"]!.GetValue<int>(), room["gateways"]!.GetValue<int>(), room["at_least"]!.GetValue<bool>()) == (2, 2, false),
            Patience);

        // A session whose socket another gateway has: its queue is that gateway's to tell.
        var session = await AdminAsync(asked, "sessions/" + there.SessionId);
        session["instance_id"]!.GetValue<string>().ShouldBe(lost.InstanceId);
        session["queued_frames"]!.GetValue<int>().ShouldBe(0);

        await cluster.KillAsync(lost);
        await FailureRow.EventuallyAsync(async () => await OverviewAsync(asked) is var now && Gateways(now).Count == 1, Patience);
        Gateways(await OverviewAsync(asked)).Single()["instance_id"]!.GetValue<string>().ShouldBe(asked.InstanceId);
        await cluster.RestartAsync(lost);
    }

    private static Task<JsonNode> OverviewAsync(ClusterNode gateway) => AdminAsync(gateway, "overview");

    private static Task<JsonNode> AdminAsync(ClusterNode gateway, string path) => Api.GetAsync(gateway, "/api/v1/admin/" + path + "?role=admin");

    private static IReadOnlyList<JsonNode> Gateways(JsonNode overview) => [.. overview["gateways"]!.AsArray().OfType<JsonNode>()];

    private static IReadOnlyList<JsonNode> Silos(JsonNode overview) => [.. overview["silos"]!.AsArray().OfType<JsonNode>()];
}
