using System.Net;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class AdminEndpointsTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "overview")]
    [InlineData("GET", "audiences")]
    [InlineData("GET", "streams")]
    [InlineData("GET", "rooms/r")]
    [InlineData("GET", "groups/g")]
    [InlineData("GET", "users/u")]
    [InlineData("GET", "sessions/s")]
    [InlineData("POST", "users/u/events")]
    [InlineData("POST", "rooms/r/messages")]
    public async Task Everything_NeedsTheRoleAdmin(string method, string path)
    {
        foreach (var who in new[] { "user_id=u", ApiServer.Service })
        {
            var refused = await _server.SendAsync(new HttpMethod(method), "/api/v1/admin/" + path, who, null, []);
            refused.ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
            refused.Text.ShouldContain("'admin'");
        }

        (await _server.SendAsync(new HttpMethod(method), "/api/v1/admin/" + path, string.Empty, null, [])).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Overview_IsWrittenInSnakeCase_WithoutWhatIsNotKnown()
    {
        var nothing = new LatencyFigures(0, null, null, null);
        _server.Figures.ReadOverviewAsync().Returns(new ClusterOverview(
            "2025-11-21T01:53:20.000Z",
            "gw-1",
            Complete: true,
            new ClusterTotals(1, 1, 2, 3, 4, 5, 6, 7, 8),
            new ClusterLatency(15, new LatencyFigures(9, 0.5, 0.9, 1.5), nothing, nothing),
            [new GatewayOverview("gw-1", 2, 2, 1, null, null, null, null, false, 40, null, null, null, null)],
            [new SiloOverview("10.0.0.1:11111@1", "active", null, null, null, null, null, null, null)]));

        (await _server.GetAsync("/api/v1/admin/overview", ApiServer.Admin)).Text.ShouldBe(
            """{"timestamp":"2025-11-21T01:53:20.000Z","instance_id":"gw-1","complete":true"""
            + ""","totals":{"gateways":1,"silos":1,"connections":2,"sessions":3,"users":4,"rooms":5,"conversations":6,"queued_frames":7,"queued_bytes":8}"""
            + ""","latency":{"window_s":15,"append":{"count":9,"p50_ms":0.5,"p90_ms":0.9,"p99_ms":1.5},"acknowledge":{"count":0},"deliver":{"count":0}}"""
            + ""","gateways":[{"instance_id":"gw-1","connections":2,"sessions":2,"rooms":1,"draining":false,"report_age_ms":40}]"""
            + ""","silos":[{"silo":"10.0.0.1:11111@1","status":"active"}]}""");
    }

    [Theory]
    [InlineData("audiences?limit=0")]
    [InlineData("streams?limit=x")]
    [InlineData("groups/g?limit=-1")]
    [InlineData("rooms/a%0Ab")]
    [InlineData("users/a%0Ab")]
    public async Task BadBounds_AreRefused(string path) =>
        (await _server.GetAsync("/api/v1/admin/" + path, ApiServer.Admin)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Fact]
    public async Task Limits_AreCutToWhatAnAnswerHolds()
    {
        _server.Figures.ReadBiggestAsync(50).Returns(new BiggestAudiences("t", true, [new BigRoom("r", 5, 2, AtLeast: true)], [new BigGroup("g", 1, 1, false, null)]));
        _server.Figures.ListStreamsAsync(100).Returns(new StreamList("t", true, [new StreamOverview("s", 3, "5-1", 1, [new StreamGroupOverview("w", 2, 1, null)])]));

        (await _server.GetAsync("/api/v1/admin/audiences?limit=9999", ApiServer.Admin)).Text.ShouldBe(
            """{"timestamp":"t","complete":true,"rooms":[{"room_id":"r","connections":5,"gateways":2,"at_least":true}],"groups":[{"group_id":"g","connections":1,"gateways":1,"at_least":false}]}""");
        (await _server.GetAsync("/api/v1/admin/streams", ApiServer.Admin)).Text.ShouldBe(
            """{"timestamp":"t","complete":true,"streams":[{"stream":"s","length":3,"last_id":"5-1","group_count":1,"groups":[{"name":"w","consumers":2,"pending":1,"lag":null}]}]}""");
    }

    [Fact]
    public async Task Event_GoesToTheUser_AndIsWrittenDown_WithoutItsContent()
    {
        var answer = await _server.PostAsync("/api/v1/admin/users/ann%2Fphone/events", """{"type":"notice","data":{"secret":1},"id":"k1"}""", ApiServer.Admin);

        var (log, message) = _server.Publisher.Published.ShouldHaveSingleItem();
        log.ShouldBe(LogId.Inbox("ann/phone"));
        (message.Kind, message.Type, message.ClientId).ShouldBe((MessageKind.Event, "notice", "k1"));
        answer.Text.ShouldBe($$"""{"id":"{{message.Id}}","seq":1,"online":true}""");
        var audit = _server.Log.Entries.Where(entry => entry.Text.Contains("Administrator", StringComparison.Ordinal)).ShouldHaveSingleItem();
        audit.ShouldBe((LogLevel.Information, $"Administrator root sent event {message.Id} to user ann/phone."));
        _server.Log.Entries.ShouldNotContain(entry => entry.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RoomMessage_GoesOutInTheAdministratorsName()
    {
        var answer = await _server.PostAsync("/api/v1/admin/rooms/lobby/messages", """{"data":1,"from_user_id":"mallory"}""", ApiServer.Admin);

        var (log, message) = _server.Publisher.Published.ShouldHaveSingleItem();
        (log, message.SenderId, message.Echo).ShouldBe((LogId.Room("lobby"), "root", EchoPolicy.Everyone));
        answer.Status.ShouldBe(HttpStatusCode.OK);
        _server.Log.Entries.ShouldContain((LogLevel.Information, $"Administrator root published message {message.Id} to room lobby."));
    }

    [Theory]
    [InlineData("users/u/events", """{"type":"room","data":1}""")]
    [InlineData("users/u/events", """{"type":"t"}""")]
    [InlineData("rooms/r/messages", "{}")]
    public async Task Actions_WithAFault_AreRefused_AndNotWrittenDown(string path, string json)
    {
        (await _server.PostAsync("/api/v1/admin/" + path, json, ApiServer.Admin)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        _server.Log.Entries.ShouldNotContain(entry => entry.Text.Contains("Administrator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_MayBeClosedByAdminsToo_WhichIsWrittenDown()
    {
        var known = Substitute.For<IConnectionGrain>();
        known.TerminateAsync(1008, Arg.Any<string>()).Returns(true);
        _server.Grains.GetGrain<IConnectionGrain>("known").Returns(known);

        (await _server.SendAsync(HttpMethod.Delete, "/api/v1/connections/known", ApiServer.Service, null, [])).Status.ShouldBe(HttpStatusCode.NoContent);
        _server.Log.Entries.ShouldNotContain(entry => entry.Text.Contains("Administrator", StringComparison.Ordinal));
        (await _server.SendAsync(HttpMethod.Delete, "/api/v1/connections/known", ApiServer.Admin, null, [])).Status.ShouldBe(HttpStatusCode.NoContent);

        _server.Log.Entries.ShouldContain((LogLevel.Information, "Administrator root closed the connection of session known."));
        (await _server.SendAsync(HttpMethod.Delete, "/api/v1/connections/known", "user_id=u", null, [])).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task OpenApi_DescribesThemAll()
    {
        var paths = (await _server.GetAsync("/openapi/v1.json", string.Empty)).Json["paths"]!.AsObject();

        var calls = paths.Where(path => path.Key.StartsWith("/api/v1/admin/", StringComparison.Ordinal)).SelectMany(path => path.Value!.AsObject()).ToList();
        calls.Count.ShouldBe(9);
        calls.ShouldAllBe(call => call.Value!["description"]!.GetValue<string>() == "Needs role `admin`.");
        paths["/api/v1/connections/{session_id}"]!["delete"]!["description"]!.GetValue<string>().ShouldBe("Needs role `service` or `admin`.");
    }
}
