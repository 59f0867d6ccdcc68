using System.Net;
using NSubstitute;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class DirectoryEndpointsTests(ApiServerFixture fixture) : IClassFixture<ApiServerFixture>
{
    private ApiServer Server => fixture.Server;

    [Theory]
    [InlineData(true, null, """{"user_id":"ann","status":"online","last_seen":null}""")]
    [InlineData(false, 1_763_690_000_000L, """{"user_id":"ann","status":"offline","last_seen":"2025-11-21T01:53:20.000Z"}""")]
    public async Task Presence_IsOpenToUsers(bool online, long? lastSeen, string expected)
    {
        var grain = Substitute.For<IUserGrain>();
        grain.GetPresenceAsync().Returns(new UserPresence(online, lastSeen));
        Server.Grains.GetGrain<IUserGrain>("ann").Returns(grain);

        (await Server.GetAsync("/api/v1/users/ann/presence", "user_id=bob")).Text.ShouldBe(expected);
        (await Server.GetAsync("/api/v1/users/ann/presence", string.Empty)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Connections_AreForServicesOnly()
    {
        var grain = Substitute.For<IUserGrain>();
        grain.GetConnectionsAsync().Returns([new UserConnection("s1", new GatewayAddress("gw-1", "x"), 1_763_690_000_000, "10.0.0.1:5000")]);
        Server.Grains.GetGrain<IUserGrain>("carl").Returns(grain);

        (await Server.GetAsync("/api/v1/users/carl/connections")).Text
            .ShouldBe("""[{"session_id":"s1","instance_id":"gw-1","connected_at":"2025-11-21T01:53:20.000Z","remote":"10.0.0.1:5000"}]""");
        (await Server.GetAsync("/api/v1/users/carl/connections", "user_id=carl")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Close_EndsTheSession_OrSaysThatThereIsNone()
    {
        var known = Substitute.For<IConnectionGrain>();
        known.TerminateAsync(1008, Arg.Any<string>()).Returns(true);
        Server.Grains.GetGrain<IConnectionGrain>("known").Returns(known);
        Server.Grains.GetGrain<IConnectionGrain>("unknown").Returns(Substitute.For<IConnectionGrain>());

        (await Server.SendAsync(HttpMethod.Delete, "/api/v1/connections/known", ApiServer.Service, null, [])).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Server.SendAsync(HttpMethod.Delete, "/api/v1/connections/unknown", ApiServer.Service, null, [])).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task PathsAndMethodsThatAreNone_AreProblemsToo()
    {
        (await Server.GetAsync("/api/v1/no-such-thing")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await Server.GetAsync("/api/v1/events")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "bad_request");
    }
}
