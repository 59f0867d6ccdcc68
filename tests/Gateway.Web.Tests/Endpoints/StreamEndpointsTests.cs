using System.Net;
using System.Text;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class StreamEndpointsTests : IAsyncLifetime
{
    private const string Stream = "/api/v1/streams/orders";
    private const string Messages = Stream + "/messages";
    private static readonly StreamEntry Entry = new(new(1_763_690_000_000, 1), "{ \"n\":9007199254740993.10 }"u8.ToArray(), 1_763_690_000_999);

    private readonly IStreamGrain _stream = Substitute.For<IStreamGrain>();
    private readonly List<StreamPublish> _published = [];
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync(("Sockets:MaxMessageBytes", "1024"));
        _server.Grains.GetGrain<IStreamGrain>("orders").Returns(_stream);
        _stream.PublishAsync(Arg.Do<StreamPublish[]>(_published.AddRange))
            .Returns(call => [new StreamReceipt([.. call.Arg<StreamPublish[]>()[0].Messages.Select((_, i) => new StreamId(7, (ulong)i))])]);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Publish_PassesTheDataByteForByte_AndAnswersTheId()
    {
        const string Data = """{ "big":12345678901234567890, "one":1.0, "é":"é"}""";

        var answer = await _server.PostAsync(Messages, $$"""{"data":{{Data}}}""");

        answer.Text.ShouldBe("""{"id":"7-0"}""");
        var publish = _published.ShouldHaveSingleItem();
        publish.IdempotencyKey.ShouldBeNull();
        var message = publish.Messages.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(message.Data).ShouldBe(Data);
        message.Id.ShouldBeNull();
    }

    [Fact]
    public async Task Publish_OfSeveral_IsOnePublish_AndAnswersAllIds()
    {
        var answer = await _server.PostAsync(Messages, """{"messages":[{"data":1},{"id":"5-3","data":[2, 2]},{"data":null,"id":"6"}],"more":{"data":1}}""");

        answer.Text.ShouldBe("""{"ids":["7-0","7-1","7-2"]}""");
        var messages = _published.ShouldHaveSingleItem().Messages;
        messages.Select(message => Encoding.UTF8.GetString(message.Data)).ShouldBe(["1", "[2, 2]", "null"]);
        messages.Select(message => message.Id?.ToString()).ShouldBe([null, "5-3", "6-0"]);
    }

    [Fact]
    public async Task Publish_WithAKey_IsTheUsersOwn()
    {
        await _server.PostAsync(Messages, """{"data":1}""", ApiServer.Service, ("Idempotency-Key", "k-1"));

        _published.ShouldHaveSingleItem().IdempotencyKey.ShouldBe(StreamIdempotencyKey.Of("backend", "k-1"));
    }

    [Fact]
    public async Task Publish_WithAKey_IsRepeated_WhenTheSiloGoesAway()
    {
        _stream.PublishAsync(Arg.Any<StreamPublish[]>()).Returns(
            _ => throw new TimeoutException(), _ => Task.FromResult<StreamReceipt[]>([new StreamReceipt([new StreamId(9, 0)], Duplicate: true)]));

        (await _server.PostAsync(Messages, """{"data":1}""", ApiServer.Service, ("Idempotency-Key", "k-1"))).Text.ShouldBe("""{"id":"9-0"}""");
    }

    [Fact]
    public async Task Publish_WithoutAKey_IsNotRepeated()
    {
        _stream.PublishAsync(Arg.Any<StreamPublish[]>()).ThrowsAsync<TimeoutException>();

        (await _server.PostAsync(Messages, """{"data":1}""")).ShouldBeProblem(HttpStatusCode.GatewayTimeout, "timeout");
        await _stream.ReceivedWithAnyArgs(1).PublishAsync([]);
    }

    [Theory]
    [InlineData("", "bad_request")]
    [InlineData("[]", "bad_request")]
    [InlineData("{}", "bad_request")]
    [InlineData("""{"data":}""", "bad_request")]
    [InlineData("""{"data":1,"id":"x"}""", "bad_request")]
    [InlineData("""{"data":1,"id":5}""", "bad_request")]
    [InlineData("""{"data":1,"id":"0-0"}""", "bad_request")]
    [InlineData("""{"data":1,"id":"5-*"}""", "bad_request")]
    [InlineData("""{"messages":[]}""", "bad_request")]
    [InlineData("""{"messages":{"data":1}}""", "bad_request")]
    [InlineData("""{"messages":[1]}""", "bad_request")]
    [InlineData("""{"messages":[{"data":1},{}]}""", "bad_request")]
    [InlineData("""{"messages":[{"data":1,"id":""}]}""", "bad_request")]
    [InlineData("""{"messages":[{"data":1}],"data":1}""", "bad_request")]
    [InlineData("""{"messages":[{"data":1}],"id":"5-5"}""", "bad_request")]
    public async Task Publish_WithAFault_IsRefused(string json, string code)
    {
        (await _server.PostAsync(Messages, json)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        _published.ShouldBeEmpty();
    }

    [Fact]
    public async Task Publish_SaysWhichOfSeveralIsWrong() =>
        (await _server.PostAsync(Messages, """{"messages":[{"data":1},{"id":"1-1"}]}""")).Json["detail"]!.GetValue<string>().ShouldBe("messages[1]: 'data' is missing.");

    [Fact]
    public async Task Publish_OfTooManyOrTooLarge_IsRefused()
    {
        var large = $$"""{"data":"{{new string('x', 1_023)}}"}""";
        (await _server.PostAsync(Messages, $$"""{"messages":[{{string.Join(',', Enumerable.Repeat("""{"data":1}""", 1_001))}}]}"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        (await _server.PostAsync(Messages, large)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
        (await _server.PostAsync(Messages, $$"""{"messages":[{"data":1},{{large}}]}""")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
        var many = string.Join(',', Enumerable.Repeat($$"""{"data":"{{new string('x', 1_022)}}"}""", 999));
        (await _server.PostAsync(Messages, $$"""{"messages":[{{many}}]}""")).Status.ShouldBe(HttpStatusCode.OK, "as many bytes as fit into a body");
        (await _server.PostAsync(Messages, $$"""{"messages":[{{many}}],"padding":"{{new string('x', 64 * 1024)}}"}""")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
        _published.ShouldHaveSingleItem().Messages.Length.ShouldBe(999);
    }

    [Fact]
    public async Task Publish_WhatTheStreamRefuses_IsAProblem()
    {
        _stream.PublishAsync(Arg.Any<StreamPublish[]>()).Returns([new StreamReceipt([], Error: RealtimeErrorCode.Conflict, ErrorMessage: "The id is not greater.")]);
        (await _server.PostAsync(Messages, """{"data":1,"id":"1-1"}""")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");

        _stream.PublishAsync(Arg.Any<StreamPublish[]>()).ThrowsAsync(new RealtimeException(RealtimeErrorCode.Unavailable, "Storage is away."));
        var answer = await _server.PostAsync(Messages, """{"data":1}""", ApiServer.Service, ("Idempotency-Key", "k"));
        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        answer.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Publish_OfAnotherMediaType_IsRefused() =>
        (await _server.PostAsync(Messages, new StringContent("""{"data":1}""", Encoding.UTF8, "text/plain"))).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "bad_request");

    [Theory]
    [InlineData("a%20b")]
    [InlineData("a%2Fb")]
    [InlineData("%C3%A9")]
    [InlineData("..%2E")]
    public async Task Names_HaveTheirForm(string name)
    {
        var path = "/api/v1/streams/" + name;
        var expected = name == "..%2E" ? HttpStatusCode.OK : HttpStatusCode.BadRequest;
        _server.Grains.GetGrain<IStreamGrain>("...").Returns(_stream);

        (await _server.PostAsync(path + "/messages", """{"data":1}""")).Status.ShouldBe(expected);
        (await _server.PostAsync($"{Stream}/groups", """{"group":"a b"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
    }

    [Theory]
    [InlineData("", "0-0", "18446744073709551615-18446744073709551615", 100, false)]
    [InlineData("?start=-&end=+", "0-0", "18446744073709551615-18446744073709551615", 100, false)]
    [InlineData("?start=5&end=6", "5-0", "6-18446744073709551615", 100, false)]
    [InlineData("?start=(5-1&end=(6-0&count=1000&reverse=true", "5-2", "5-18446744073709551615", 1_000, true)]
    public async Task Range_ReadsItsBounds(string query, string start, string end, int count, bool reverse)
    {
        _stream.RangeAsync(new StreamRange(StreamId.Parse(start), StreamId.Parse(end), count, reverse)).Returns([Entry]);

        var answer = await _server.GetAsync(Messages + query);

        answer.Text.ShouldBe("""{"messages":[{"id":"1763690000000-1","data":{ "n":9007199254740993.10 },"timestamp":1763690000}]}""");
    }

    [Fact]
    public async Task Range_WhoseEndIsBeforeItsStart_IsEmpty() => (await _server.GetAsync(Messages + "?start=9&end=3")).Text.ShouldBe("""{"messages":[]}""");

    [Theory]
    [InlineData("?start=x")]
    [InlineData("?end=$")]
    [InlineData("?start=(%2B")]
    [InlineData("?count=0")]
    [InlineData("?count=1001")]
    [InlineData("?count=-1")]
    [InlineData("?count=x")]
    [InlineData("?count=1&count=2")]
    [InlineData("?reverse=yes")]
    public async Task Range_WithAFault_IsRefused(string query) => (await _server.GetAsync(Messages + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Theory]
    [InlineData("""{"max_len":10}""", 10, true)]
    [InlineData("""{"max_len":0,"approximate":false}""", 0, false)]
    public async Task Trim_AnswersWhatIsLeft(string json, int maxLength, bool approximate)
    {
        _stream.TrimAsync(maxLength, approximate).Returns(90);
        _stream.GetInfoAsync().Returns(new StreamInfo(10, new(7, 0), 100, null, 0, Entry, Entry));

        (await _server.PostAsync(Stream + "/trim", json)).Text.ShouldBe("""{"trimmed":90,"length":10}""");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"max_len":-1}""")]
    [InlineData("""{"max_len":"10"}""")]
    [InlineData("""{"max_len":10,"approximate":1}""")]
    public async Task Trim_WithAFault_IsRefused(string json) => (await _server.PostAsync(Stream + "/trim", json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Fact]
    public async Task State_IsInRedisWords()
    {
        _stream.GetInfoAsync().Returns(new StreamInfo(2, new(7, 1), 5, new(6, 2), 1, Entry, Entry), new StreamInfo(0, new(7, 1), -1, null, 0, null, null));

        const string First = """{"id":"1763690000000-1","data":{ "n":9007199254740993.10 },"timestamp":1763690000}""";
        (await _server.GetAsync(Stream)).Text.ShouldBe(
            $$"""{"stream":"orders","length":2,"last_generated_id":"7-1","entries_added":5,"max_deleted_entry_id":"6-2","groups":1,"first_entry":{{First}},"last_entry":{{First}}}""");
        (await _server.GetAsync(Stream)).Text.ShouldBe(
            """{"stream":"orders","length":0,"last_generated_id":"7-1","entries_added":null,"max_deleted_entry_id":null,"groups":0,"first_entry":null,"last_entry":null}""");
    }

    [Fact]
    public async Task WhatDoesNotExist_IsNotFound()
    {
        _stream.GetInfoAsync().ThrowsAsync(new RealtimeException(RealtimeErrorCode.NotFound, "There is no such stream."));

        (await _server.GetAsync(Stream)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await _server.SendAsync(HttpMethod.Delete, Stream, ApiServer.Service, null, [])).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Delete_SaysSo()
    {
        _stream.DeleteAsync().Returns(true);

        (await _server.SendAsync(HttpMethod.Delete, Stream, ApiServer.Service, null, [])).Text.ShouldBe("""{"deleted":true}""");
    }

    [Fact]
    public async Task Users_AreRefused_UnlessTheyAreAllowed()
    {
        (await _server.PostAsync(Messages, """{"data":1}""", "user_id=ann")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await _server.GetAsync(Messages, "user_id=ann")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await _server.PostAsync(Stream + "/groups/g/read", """{"consumer":"c"}""", "user_id=ann")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await _server.GetAsync(Messages, string.Empty)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");

        await using var open = await ApiServer.StartAsync(("Streams:AllowUsers", "true"));
        open.Grains.GetGrain<IStreamGrain>("orders").Returns(_stream);
        (await open.PostAsync(Messages, """{"data":1}""", "user_id=ann")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
