using System.Net;
using System.Text;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class RoomEndpointsTests : IAsyncLifetime
{
    private const string Messages = "/api/v1/rooms/lobby/messages";
    private readonly IRoomGrain _room = Substitute.For<IRoomGrain>();
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _server.Grains.GetGrain<IRoomGrain>("room/lobby").Returns(_room);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"data":1}""", null, EchoPolicy.Everyone)]
    [InlineData("""{"data":1,"from_user_id":"alice"}""", "alice", EchoPolicy.ExceptSender)]
    [InlineData("""{"data":1,"from_user_id":"alice","echo":true}""", "alice", EchoPolicy.Everyone)]
    public async Task Publish_KeepsTheMessageFromItsSender_UnlessEchoIsAskedFor(string json, string? sender, EchoPolicy echo)
    {
        var answer = await _server.PostAsync(Messages, json);

        var (log, message) = _server.Publisher.Published.ShouldHaveSingleItem();
        log.ShouldBe(LogId.Room("lobby"));
        message.SenderId.ShouldBe(sender);
        message.Echo.ShouldBe(echo);
        message.Kind.ShouldBe(MessageKind.Room);
        answer.Text.ShouldBe($$"""{"message_id":"{{message.Id}}","seq":1,"created_at":"2025-11-21T01:53:20.123Z"}""");
    }

    [Fact]
    public async Task Publish_WhatIsNotStored_SaysSo()
    {
        _server.Publisher.LiveOnly = true;
        var answer = await _server.PostAsync(Messages, """{"data":1}""");
        answer.Text.ShouldBe($$"""{"message_id":"{{_server.Publisher.Published.Single().Message.Id}}","created_at":"2025-11-21T01:53:20.123Z","durable":false}""");
    }

    [Theory]
    [InlineData(Messages, "{}")]
    [InlineData(Messages, """{"data":1,"from_user_id":""}""")]
    [InlineData("/api/v1/rooms/a%0Ab/messages", """{"data":1}""")]
    public async Task Publish_WithAFault_IsRefused(string path, string json) =>
        (await _server.PostAsync(path, json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Fact]
    public async Task Publish_ByAUser_IsForbidden() =>
        (await _server.PostAsync(Messages, """{"data":1}""", "user_id=u")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");

    [Fact]
    public async Task History_HasTheFieldsOfTheFrame_AndTheDataUntouched()
    {
        Message Stored(long seq, string? sender, string data) => new()
        {
            Id = "m" + seq, Seq = seq, SenderId = sender, Data = Encoding.UTF8.GetBytes(data), CreatedAtUnixMs = 1_763_690_000_000,
        };
        _room.GetHistoryAsync(new HistoryQuery(3, 9, 2)).Returns(new MessagePage([Stored(4, "alice", "1.10"), Stored(5, null, "\"<é>\"")], true, 1, 9, "e"));

        var answer = await _server.GetAsync(Messages + "?after_seq=3&before_seq=9&limit=2", "user_id=u");

        answer.Text.ShouldBe(
            """{"messages":[{"type":"room","id":"m4","room_id":"lobby","seq":4,"from_user_id":"alice","data":1.10,"created_at":"2025-11-21T01:53:20.000Z"},"""
            + """{"type":"room","id":"m5","room_id":"lobby","seq":5,"from_user_id":null,"data":"<é>","created_at":"2025-11-21T01:53:20.000Z"}],"has_more":true,"epoch":"e"}""");
    }

    [Fact]
    public async Task History_WithALargerLimit_IsCut()
    {
        _room.GetHistoryAsync(Arg.Any<HistoryQuery>()).Returns(new MessagePage([], false, 1, 0, "e"));

        (await _server.GetAsync(Messages + "?limit=1000")).Status.ShouldBe(HttpStatusCode.OK);

        await _room.Received().GetHistoryAsync(new HistoryQuery(null, null, HistoryQuery.MaxLimit));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a b/ü%", "a%20b%2f%C3%BC%25")]
    public async Task Ids_MayHoldAnyCharacter_OfThePathToo(string id, string escaped)
    {
        var room = Substitute.For<IRoomGrain>();
        room.GetHistoryAsync(Arg.Any<HistoryQuery>()).Returns(new MessagePage([], false, 1, 0, "e"));
        _server.Grains.GetGrain<IRoomGrain>("room/" + id, Arg.Any<string?>()).Returns(room);

        (await _server.GetAsync($"/api/v1/rooms/{escaped}/messages")).Status.ShouldBe(HttpStatusCode.OK);

        await room.Received().GetHistoryAsync(Arg.Any<HistoryQuery>());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=x")]
    [InlineData("before_seq=-1")]
    [InlineData("after_seq=1.5")]
    [InlineData("after_seq=99999999999999999999")]
    public async Task History_WithABadQuery_IsRefused(string query) =>
        (await _server.GetAsync(Messages + "?" + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Theory]
    [InlineData(typeof(TimeoutException), HttpStatusCode.GatewayTimeout, "timeout")]
    [InlineData(typeof(RealtimeException), HttpStatusCode.InternalServerError, "internal")]
    [InlineData(typeof(InvalidCastException), HttpStatusCode.InternalServerError, "internal")]
    public async Task History_WhenTheGrainFails_IsAProblemWithoutItsInside(Type fault, HttpStatusCode status, string code)
    {
        _room.GetHistoryAsync(Arg.Any<HistoryQuery>()).ThrowsAsync((Exception)Activator.CreateInstance(fault)!);

        var answer = await _server.GetAsync(Messages);

        answer.ShouldBeProblem(status, code);
        answer.Text.ShouldNotContain("   at ");
        answer.Text.ShouldNotContain("InvalidCast");
    }

    [Fact]
    public async Task Connections_AreListedByGateway()
    {
        var gateway = new GatewayAddress("gw-1", "x");
        _room.GetStatusAsync().Returns(new RoomStatus(7, "e", [new GatewayAudience(gateway, [new Subscriber("s1", "alice"), new Subscriber("s2", "bob")], 7)]));

        var answer = await _server.GetAsync("/api/v1/rooms/lobby/connections");

        answer.Text.ShouldBe(
            """{"room_id":"lobby","gateways":[{"instance_id":"gw-1","connections":2}]"""
            + ""","connections":[{"session_id":"s1","user_id":"alice","instance_id":"gw-1"},{"session_id":"s2","user_id":"bob","instance_id":"gw-1"}]}""");
        (await _server.GetAsync("/api/v1/rooms/lobby/connections", "user_id=u")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }
}
