using System.Net;
using System.Text;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

public sealed class EventEndpointsTests : IAsyncLifetime
{
    private const string Events = "/api/v1/events";
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Publish_GoesToTheInbox_AndAnswersTheReceipt()
    {
        var answer = await _server.PostAsync(Events, """{"user_id":"ué","type":"order.paid","data":{"n":9007199254740993123,"f":1.10},"id":"k1"}""");

        var (log, message) = _server.Publisher.Published.ShouldHaveSingleItem();
        log.ShouldBe(LogId.Inbox("ué"));
        message.Kind.ShouldBe(MessageKind.Event);
        message.Type.ShouldBe("order.paid");
        message.ClientId.ShouldBe("k1");
        message.SenderId.ShouldBeNull();
        Encoding.UTF8.GetString(message.Data).ShouldBe("""{"n":9007199254740993123,"f":1.10}""");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.MediaType.ShouldBe("application/json");
        answer.Text.ShouldBe($$"""{"id":"{{message.Id}}","seq":1,"online":true}""");
    }

    [Fact]
    public async Task Publish_WhatIsNotStored_SaysSo()
    {
        _server.Publisher.LiveOnly = true;
        var one = await _server.PostAsync(Events, """{"user_id":"u","type":"t","data":1}""");
        var many = await _server.PostAsync(Events + "/batch", """{"user_ids":["u"],"type":"t","data":1}""");

        var ids = _server.Publisher.Published.Select(published => published.Message.Id).ToArray();
        one.Text.ShouldBe($$"""{"id":"{{ids[0]}}","online":true,"durable":false}""");
        many.Text.ShouldBe($$"""{"results":[{"user_id":"u","id":"{{ids[1]}}","online":true,"durable":false}]}""");
    }

    [Theory]
    [InlineData("\"high\"", MessagePriority.High)]
    [InlineData("\"normal\"", MessagePriority.Normal)]
    [InlineData("null", MessagePriority.Normal)]
    public async Task Publish_TakesThePriority(string priority, MessagePriority expected)
    {
        await _server.PostAsync(Events, $$"""{"user_id":"u","type":"t","data":1,"priority":{{priority}}}""");
        await _server.PostAsync(Events + "/batch", $$"""{"user_ids":["v","w"],"type":"t","data":1,"priority":{{priority}}}""");

        _server.Publisher.Published.Select(published => published.Message.Priority).ShouldBe([expected, expected, expected]);
    }

    [Theory]
    [InlineData("", "\"user_id\":\"u\",", "\"urgent\"")]
    [InlineData("/batch", "\"user_ids\":[\"u\"],", "2")]
    [InlineData("/broadcast", "", "\"HIGH\"")]
    public async Task Publish_WithAnotherPriority_IsRefused(string path, string target, string priority)
    {
        var answer = await _server.PostAsync(Events + path, $$"""{{{target}}"type":"t","data":1,"priority":{{priority}}}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        _server.Publisher.Published.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "h1", "h1")]
    [InlineData("b1", null, "b1")]
    [InlineData("same", "same", "same")]
    public async Task Publish_TakesTheIdempotencyKeyFromBodyOrHeader(string? body, string? header, string expected)
    {
        var id = body is null ? string.Empty : $",\"id\":\"{body}\"";
        await _server.PostAsync(Events, $$"""{"user_id":"u","type":"t","data":1{{id}}}""", ApiServer.Service, header is null ? [] : [("Idempotency-Key", header)]);

        _server.Publisher.Published.ShouldHaveSingleItem().Message.ClientId.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"user_id":"u","type":"t","data":1,"id":"other"}""", "key")]
    [InlineData("""{"user_id":"u","type":"t","data":1,"id":""}""", null)]
    [InlineData("""{"user_id":"u","type":"t","data":1}""", "0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task Publish_WithABadIdempotencyKey_IsRefused(string json, string? header)
    {
        var answer = await _server.PostAsync(Events, json, ApiServer.Service, header is null ? [] : [("Idempotency-Key", header)]);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        _server.Publisher.Published.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"t","data":1}""")]
    [InlineData("""{"user_id":"","type":"t","data":1}""")]
    [InlineData("""{"user_id":null,"type":"t","data":1}""")]
    [InlineData("""{"user_id":"u","data":1}""")]
    [InlineData("""{"user_id":"u","type":"room","data":1}""")]
    [InlineData("""{"user_id":"u","type":"a b","data":1}""")]
    [InlineData("""{"user_id":"u","type":"t"}""")]
    [InlineData("""{"user_id":"u","type":"t","data":}""")]
    [InlineData("")]
    public async Task Publish_WithAFaultyBody_IsRefused(string json)
    {
        (await _server.PostAsync(Events, json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");
        _server.Publisher.Published.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RealtimeErrorCode.Unavailable, HttpStatusCode.ServiceUnavailable, "unavailable", true)]
    [InlineData(RealtimeErrorCode.RateLimited, HttpStatusCode.TooManyRequests, "rate_limited", true)]
    [InlineData(RealtimeErrorCode.Timeout, HttpStatusCode.GatewayTimeout, "timeout", false)]
    [InlineData(RealtimeErrorCode.TooLarge, HttpStatusCode.RequestEntityTooLarge, "too_large", false)]
    [InlineData(RealtimeErrorCode.Internal, HttpStatusCode.InternalServerError, "internal", false)]
    public async Task Publish_WhenNotStored_SaysWhy(RealtimeErrorCode fault, HttpStatusCode status, string code, bool retryAfter)
    {
        _server.Publisher.Fault = _ => fault;

        var answer = await _server.PostAsync(Events, """{"user_id":"u","type":"t","data":1}""");

        answer.ShouldBeProblem(status, code);
        (answer.RetryAfter is not null).ShouldBe(retryAfter);
    }

    [Fact]
    public async Task Publish_ChecksTheCaller_BeforeTheBody()
    {
        (await _server.PostAsync(Events, "nonsense", string.Empty)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await _server.PostAsync(Events, "nonsense", "user_id=mallory")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Publish_OfAnotherContentType_IsRefused()
    {
        var answer = await _server.PostAsync(Events, new StringContent("""{"user_id":"u","type":"t","data":1}""", Encoding.UTF8, "text/plain"));

        answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "bad_request");
    }

    [Theory]
    [InlineData(512 * 1024, HttpStatusCode.OK)]
    [InlineData((512 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(3 * 1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Publish_TakesDataUpToTheLimit(int bytes, HttpStatusCode status)
    {
        var answer = await _server.PostAsync(Events, $$"""{"user_id":"u","type":"t","data":"{{new string('x', bytes - 2)}}"}""");

        answer.Status.ShouldBe(status);
        if (status != HttpStatusCode.OK)
        {
            answer.ShouldBeProblem(status, "too_large");
        }
    }

    [Fact]
    public async Task Batch_AnswersPerUser_InTheOrderGiven()
    {
        _server.Publisher.Fault = log => log.Key == "b" ? RealtimeErrorCode.Unavailable : RealtimeErrorCode.None;

        var answer = await _server.PostAsync(Events + "/batch", """{"user_ids":["a","b","","a"],"type":"t","data":[1],"id":"k"}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var results = answer.Json["results"]!.AsArray();
        results.Select(r => r!["user_id"]!.GetValue<string>()).ShouldBe(["a", "b", "", "a"]);
        results.Select(r => r!["error"]?.GetValue<string>()).ShouldBe([null, "unavailable", "bad_request", null]);
        results[0]!.ToJsonString().ShouldBe(results[3]!.ToJsonString(), "a user named twice gets the event once");
        _server.Publisher.Published.Select(p => p.Log.Key).ShouldBe(["a", "b"]);
        _server.Publisher.Published.ShouldAllBe(p => p.Message.ClientId == "k");
        _server.Publisher.Published.Select(p => p.Message.Id).ShouldBeUnique();
    }

    [Theory]
    [InlineData("""{"type":"t","data":1}""")]
    [InlineData("""{"user_ids":[],"type":"t","data":1}""")]
    [InlineData("""{"user_ids":"u","type":"t","data":1}""")]
    [InlineData("""{"user_ids":["u"],"type":"ack","data":1}""")]
    public async Task Batch_WithAFaultyBody_IsRefused(string json) =>
        (await _server.PostAsync(Events + "/batch", json)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad_request");

    [Theory]
    [InlineData("""{"type":"news","data":1}""", "news")]
    [InlineData("""{"type":"broadcast","data":1}""", null)]
    [InlineData("""{"data":1}""", null)]
    public async Task Broadcast_TellsWhatItReached(string json, string? type)
    {
        var answer = await _server.PostAsync(Events + "/broadcast", json);

        var message = _server.Publisher.Published.ShouldHaveSingleItem().Message;
        message.Kind.ShouldBe(MessageKind.Broadcast);
        message.Type.ShouldBe(type);
        message.CreatedAtUnixMs.ShouldBeGreaterThan(0);
        answer.Text.ShouldBe($$"""{"id":"{{message.Id}}","gateways":2,"connections":7}""");
    }
}
