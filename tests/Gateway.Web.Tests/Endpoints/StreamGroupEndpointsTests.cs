using System.Net;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class StreamGroupEndpointsTests : IAsyncLifetime
{
    private const string Groups = "/api/v1/streams/orders/groups";
    private const string Group = Groups + "/g";
    private const string Written = """{"messages":[{"id":"5-1","data":{ "n":1.0 },"timestamp":1763690000,"delivery_count":2}]}""";
    private static readonly StreamEntry Entry = new(new(5, 1), "{ \"n\":1.0 }"u8.ToArray(), 1_763_690_000_999, DeliveryCount: 2);

    private readonly IStreamGrain _stream = Substitute.For<IStreamGrain>();
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _server.Grains.GetGrain<IStreamGrain>("orders").Returns(_stream);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"group":"g"}""", null)]
    [InlineData("""{"group":"g","start_id":"$"}""", null)]
    [InlineData("""{"group":"g","start_id":"0"}""", "0-0")]
    [InlineData("""{"group":"g","start_id":"5-1"}""", "5-1")]
    public async Task Create_StartsWhereItIsTold(string json, string? start)
    {
        (await _server.PostAsync(Groups, json)).Text.ShouldBe("""{"group":"g","stream":"orders"}""");

        await _stream.Received(1).CreateGroupAsync("g", start is null ? null : StreamId.Parse(start));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"group":""}""")]
    [InlineData("""{"group":"g","start_id":"-"}""")]
    [InlineData("""{"group":"g","start_id":0}""")]
    public async Task Create_WithAFault_IsRefused(string json) => (await _server.PostAsync(Groups, json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Fact]
    public async Task Create_OfAGroupThatExists_IsAConflict()
    {
        _stream.CreateGroupAsync("g", null).ThrowsAsync(new RealtimeException(RealtimeErrorCode.Conflict, "The group exists."));

        (await _server.PostAsync(Groups, """{"group":"g"}""")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task List_IsInRedisWords()
    {
        _stream.GetGroupsAsync().Returns(
            [new StreamGroup("g", [new StreamConsumer("w1", 2, TimeSpan.FromMilliseconds(1_500.9))], 2, new(5, 1), 40, 3), new StreamGroup("h", [], 0, StreamId.Zero, null, null)]);

        (await _server.GetAsync(Groups)).Text.ShouldBe(
            """{"groups":[{"name":"g","consumers":1,"pending":2,"last_delivered_id":"5-1","entries_read":40,"lag":3,"consumer_list":[{"name":"w1","pending":2,"idle_ms":1500}]},"""
            + """{"name":"h","consumers":0,"pending":0,"last_delivered_id":"0-0","entries_read":null,"lag":null,"consumer_list":[]}]}""");
    }

    [Fact]
    public async Task Delete_SaysWhetherThereWasOne()
    {
        _stream.DeleteGroupAsync("g").Returns(true);

        (await _server.SendAsync(HttpMethod.Delete, Group, ApiServer.Service, null, [])).Text.ShouldBe("""{"deleted":true}""");
        (await _server.SendAsync(HttpMethod.Delete, Groups + "/h", ApiServer.Service, null, [])).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Read_WithoutAutoAck_LeavesThemPending()
    {
        _stream.ReadGroupAsync(new GroupRead("g", "w1", 7, TimeSpan.FromSeconds(2), null, TimeSpan.FromSeconds(30)), Arg.Any<CancellationToken>()).Returns([Entry]);

        (await _server.PostAsync(Group + "/read", """{"consumer":"w1","count":7,"block_ms":2000,"auto_ack":false,"min_idle_ms":30000}""")).Text.ShouldBe(Written);
        await _stream.DidNotReceiveWithAnyArgs().AcknowledgeAsync(null!, null!);
    }

    [Fact]
    public async Task Read_OfWhatIsPending_DoesNotWait()
    {
        _stream.ReadGroupAsync(new GroupRead("g", "w1", 10, TimeSpan.Zero, StreamId.Zero), Arg.Any<CancellationToken>()).Returns([]);

        (await _server.PostAsync(Group + "/read", """{"consumer":"w1","auto_ack":false,"pending":true}""")).Text.ShouldBe("""{"messages":[]}""");
    }

    [Fact]
    public async Task Read_ByDefault_WaitsAndAcknowledges()
    {
        _stream.ReadGroupAsync(new GroupRead("g", "w1", 10, TimeSpan.FromSeconds(3)), Arg.Any<CancellationToken>()).Returns([Entry]);
        _stream.AcknowledgeAsync("g", Arg.Any<StreamId[]>()).Returns(1);

        (await _server.PostAsync(Group + "/read", """{"consumer":"w1"}""")).Text.ShouldBe(Written);
        await _stream.Received(1).AcknowledgeAsync("g", Arg.Is<StreamId[]>(ids => ids.SequenceEqual(new[] { Entry.Id })));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"consumer":"a b"}""")]
    [InlineData("""{"consumer":"w","count":0}""")]
    [InlineData("""{"consumer":"w","count":1001}""")]
    [InlineData("""{"consumer":"w","count":1.5}""")]
    [InlineData("""{"consumer":"w","block_ms":-1}""")]
    [InlineData("""{"consumer":"w","block_ms":60001}""")]
    [InlineData("""{"consumer":"w","min_idle_ms":0}""")]
    [InlineData("""{"consumer":"w","min_idle_ms":9223372036854775807}""")]
    [InlineData("""{"consumer":"w","auto_ack":"yes"}""")]
    public async Task Read_WithAFault_IsRefused(string json) => (await _server.PostAsync(Group + "/read", json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Fact]
    public async Task Read_OfAnUnknownGroup_IsNotFound()
    {
        _stream.ReadGroupAsync(Arg.Any<GroupRead>(), Arg.Any<CancellationToken>()).ThrowsAsync(new RealtimeException(RealtimeErrorCode.NotFound, "There is no such group."));

        (await _server.PostAsync(Group + "/read", """{"consumer":"w"}""")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Acknowledge_AnswersHowManyWerePending()
    {
        _stream.AcknowledgeAsync("g", Arg.Is<StreamId[]>(ids => ids.SequenceEqual(new StreamId[] { new(5, 1), new(6, 0) }))).Returns(1);

        (await _server.PostAsync(Group + "/ack", """{"ids":["5-1","6"]}""")).Text.ShouldBe("""{"acked":1}""");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ids":[]}""")]
    [InlineData("""{"ids":["x"]}""")]
    [InlineData("""{"ids":[null]}""")]
    [InlineData("""{"ids":[5]}""")]
    public async Task Acknowledge_WithAFault_IsRefused(string json) => (await _server.PostAsync(Group + "/ack", json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Fact]
    public async Task Pending_ListsWhatIsAskedFor()
    {
        _stream.GetPendingAsync(new PendingQuery("g", new(5, 0), StreamId.Max, 10, "w1")).Returns(
            new GroupPending(3, new(5, 1), new(7, 0), [new PendingConsumer("w1", 2), new PendingConsumer("w2", 1)], [new PendingEntry(new(5, 1), "w1", TimeSpan.FromSeconds(4.2), 2)]));
        _stream.GetPendingAsync(new PendingQuery("g", StreamId.Zero, StreamId.Max)).Returns(new GroupPending(0, null, null, [], []));

        (await _server.GetAsync(Group + "/pending?start=5&count=10&consumer=w1")).Text.ShouldBe(
            """{"count":3,"min_id":"5-1","max_id":"7-0","consumers":[{"name":"w1","pending":2},{"name":"w2","pending":1}],"entries":[{"id":"5-1","consumer":"w1","idle_ms":4200,"delivery_count":2}]}""");
        (await _server.GetAsync(Group + "/pending")).Text.ShouldBe("""{"count":0,"min_id":null,"max_id":null,"consumers":[],"entries":[]}""");
        (await _server.GetAsync(Group + "/pending?consumer=a%20b")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task Claim_TakesOver()
    {
        _stream.ClaimAsync(new GroupClaim("g", "w2", TimeSpan.FromSeconds(60), 5)).Returns([Entry]);

        (await _server.PostAsync(Group + "/claim", """{"consumer":"w2","min_idle_ms":60000,"count":5}""")).Text.ShouldBe(Written);
        (await _server.PostAsync(Group + "/claim", """{"consumer":"w2"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        (await _server.PostAsync(Group + "/claim", """{"min_idle_ms":1}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
    }
}
