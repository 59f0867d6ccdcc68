using System.Net;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class InspectionEndpointsTests : IAsyncLifetime
{
    private static readonly GatewayAddress Gateway = new("gw-1", "x");
    private static readonly LogDescription Log = new("e", 31, 130, 40, [new LogReceiver("gw-1", 2, 130), new LogReceiver("gw-2", 1, 100)], [new LogReceiver("billing", 0, 129)]);

    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Room_ShowsItsLog_AndHowFarEveryReceiverIs()
    {
        var room = Substitute.For<IRoomGrain>();
        room.DescribeAsync(100).Returns(new RoomDescription(Log, 3, [KeyValuePair.Create("gw-1", new Subscriber("s1", "ann"))]));
        _server.Grains.GetGrain<IRoomGrain>("room/lobby").Returns(room);

        (await GetAsync("rooms/lobby")).Text.ShouldBe(
            """{"room_id":"lobby","connections":3,"log":{"last_seq":130,"first_seq":31,"history_length":100,"epoch":"e","gateways":[{"name":"gw-1","connections":2,"delivered_seq":130,"backlog":0},{"name":"gw-2","connections":1,"delivered_seq":100,"backlog":30}]"""
            + ""","services":[{"name":"billing","delivered_seq":129,"backlog":1}]},"sample":[{"session_id":"s1","user_id":"ann","instance_id":"gw-1"}]}""");
    }

    [Fact]
    public async Task Group_ShowsWhatItsMembersHaveRead()
    {
        var group = Substitute.For<IConversationGrain>();
        group.GetAsync(Arg.Any<Actor>()).Returns(new GroupInfo("g", "Team", "ann", 1_763_690_000_000, 2, 130, "e"));
        group.DescribeAsync(Arg.Is<Actor>(by => by.IsAdmin)).Returns(Log);
        group.GetMembersAsync(Arg.Any<Actor>(), "aa", 100).Returns(new MembersPage([new ConversationMember("ann", 0, 120, IsOwner: true, Online: true)], 2, HasMore: true));
        _server.Grains.GetGrain<IConversationGrain>("group/g").Returns(group);

        var found = (await GetAsync("groups/g?after=aa")).Json;

        (found["name"]!.GetValue<string>(), found["member_count"]!.GetValue<int>(), found["has_more"]!.GetValue<bool>()).ShouldBe(("Team", 2, true));
        found["members"]!.ToJsonString().ShouldBe("""[{"user_id":"ann","status":"online","role":"owner","joined_seq":0,"read_seq":120,"behind":10}]""");
        found["log"]!["gateways"]![0]!.ToJsonString().ShouldBe("""{"name":"gw-1","delivered_seq":130,"backlog":0}""");
    }

    [Fact]
    public async Task Group_ThatDoesNotExist_IsNotFound()
    {
        var group = Substitute.For<IConversationGrain>();
        group.GetAsync(Arg.Any<Actor>()).ThrowsAsync(new RealtimeException(RealtimeErrorCode.NotFound, "The group does not exist."));
        group.DescribeAsync(Arg.Any<Actor>()).ThrowsAsync(new RealtimeException(RealtimeErrorCode.NotFound, "The group does not exist."));
        group.GetMembersAsync(Arg.Any<Actor>(), null, 100).ThrowsAsync(new RealtimeException(RealtimeErrorCode.NotFound, "The group does not exist."));
        _server.Grains.GetGrain<IConversationGrain>("group/none").Returns(group);

        (await GetAsync("groups/none")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task User_ShowsConnectionsInboxAndConversations()
    {
        var user = Substitute.For<IUserGrain>();
        user.DescribeAsync().Returns(new UserDescription(
            Log,
            90,
            new UserPresence(true, null),
            1,
            [new UserConnection("s1", Gateway, 1_763_690_000_000, "10.0.0.1:5000")],
            2,
            [new UserConversation(LogId.Group("g"), 0), new UserConversation(LogId.Private("bob", "ann"), 0)]));
        _server.Grains.GetGrain<IUserGrain>("ann").Returns(user);

        var found = (await GetAsync("users/ann")).Json;

        found["connections"]!.ToJsonString().ShouldBe("""[{"session_id":"s1","instance_id":"gw-1","connected_at":"2025-11-21T01:53:20.000Z","remote":"10.0.0.1:5000"}]""");
        var inbox = found["inbox"]!;
        (inbox["next_seq"]!.GetValue<long>(), inbox["pending"]!.GetValue<int>(), inbox["acked_seq"]!.GetValue<long>()).ShouldBe((131, 90, 40));
        (found["status"]!.GetValue<string>(), found["groups"]!.ToJsonString(), found["peers"]!.ToJsonString()).ShouldBe(("online", """["g"]""", """["bob"]"""));
    }

    [Fact]
    public async Task Session_IsAskedOfItsOwner_ItsUser_AndItsGateway()
    {
        var lane = Connected("s1", "ann");
        lane.DescribeSessionAsync("s1").Returns(new SocketDescription(3, 900));

        (await GetAsync("sessions/s1")).Text.ShouldBe(
            """{"session_id":"s1","user_id":"ann","connected":true,"instance_id":"gw-1","connected_at":"2025-11-21T01:53:20.000Z","remote":"10.0.0.1:5000","queued_frames":3,"queued_bytes":900,"inbox_seq":7,"subscription_count":3,"subscriptions":[{"kind":"room","id":"lobby","confirmed_seq":5},"""
            + """{"kind":"group","id":"g","confirmed_seq":6},{"kind":"private","id":"bob","confirmed_seq":1}]}""");
    }

    [Fact]
    public async Task Session_WhoseGatewayDoesNotAnswer_IsToldWithoutItsQueue()
    {
        Connected("s2", "ann").DescribeSessionAsync("s2").ThrowsAsync(new TimeoutException());

        var found = (await GetAsync("sessions/s2")).Json.AsObject();

        found["instance_id"]!.GetValue<string>().ShouldBe("gw-1");
        found.ContainsKey("queued_frames").ShouldBeFalse();
    }

    [Fact]
    public async Task Session_ThatWaits_OrDoesNotExist_SaysSo()
    {
        var waiting = Substitute.For<IConnectionGrain>();
        waiting.DescribeAsync().Returns(new SessionDescription("ann", Connected: false, 1_763_690_000_000, null, 0, []));
        _server.Grains.GetGrain<IConnectionGrain>("waiting").Returns(waiting);
        var none = Substitute.For<IConnectionGrain>();
        none.DescribeAsync().Returns((SessionDescription?)null);
        _server.Grains.GetGrain<IConnectionGrain>("none").Returns(none);

        (await GetAsync("sessions/waiting")).Text.ShouldBe(
            """{"session_id":"waiting","user_id":"ann","connected":false,"expires_at":"2025-11-21T01:53:20.000Z","subscription_count":0,"subscriptions":[]}""");
        (await GetAsync("sessions/none")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    private Task<ApiServer.Answer> GetAsync(string path) => _server.GetAsync("/api/v1/admin/" + path, ApiServer.Admin);

    private IGatewayObserver Connected(string sessionId, string userId)
    {
        var session = Substitute.For<IConnectionGrain>();
        session.DescribeAsync().Returns(new SessionDescription(userId, Connected: true, null, new LogPosition(7, "e"), 3, [
            new(LogId.Room("lobby"), new LogPosition(5, "e")), new(LogId.Group("g"), new LogPosition(6, "e")), new(LogId.Private(userId, "bob"), new LogPosition(1, "e"))]));
        _server.Grains.GetGrain<IConnectionGrain>(sessionId).Returns(session);
        var user = Substitute.For<IUserGrain>();
        user.GetConnectionsAsync().Returns([new UserConnection(sessionId, Gateway, 1_763_690_000_000, "10.0.0.1:5000")]);
        _server.Grains.GetGrain<IUserGrain>(userId).Returns(user);
        var lane = Substitute.For<IGatewayObserver>();
        for (var i = 0; i < IGatewayDirectoryGrain.Shards; i++)
        {
            var directory = Substitute.For<IGatewayDirectoryGrain>();
            directory.ListAsync().Returns(i == 0 ? [new GatewayLease(Gateway, lane, 1, Draining: false)] : []);
            _server.Grains.GetGrain<IGatewayDirectoryGrain>(i).Returns(directory);
        }

        return lane;
    }
}
