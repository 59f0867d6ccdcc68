using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>A message's way as a collector sees it, from the request to the delivery, with a real server and a real export.</summary>
public sealed class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string FrameTraceId = "1bf7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    [Fact]
    public async Task OneTrace_GoesFromTheSenderOverGrainAndLogToTheReceiver_AndNamesNobody()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await EmbeddedServer.StartAsync(("Otlp:Endpoint", collector.Address), ("Otlp:Protocol", "HttpProtobuf"));
        using var api = new ServiceApi(server.Address);
        await using var user = await TestClient.ConnectAsync(server.SocketUri("user_id=somebody&room_id=somewhere"));
        await using var other = await TestClient.ConnectAsync(server.SocketUri("user_id=another&room_id=somewhere"));

        await api.PostOkAsync(
            "/api/v1/events", """{"user_id":"somebody","type":"t","data":"something"}""", ("traceparent", $"00-{TraceId}-{Caller}-01"));
        await user.ReceiveAsync("t");
        await other.SendAsync($$"""{"type":"room","room_id":"somewhere","data":"something","trace":"00-{{FrameTraceId}}-{{Caller}}-01"}""");
        await user.ReceiveAsync("room");

        string[] way = ["realtime.append", "realtime.deliver", "realtime.publish", "realtime.receive"];
        await Eventually.HoldsAsync(() => Task.FromResult(NamesOf(collector, TraceId).Length == way.Length && NamesOf(collector, FrameTraceId).Length == way.Length));
        NamesOf(collector, TraceId).ShouldBe(way);
        NamesOf(collector, FrameTraceId).ShouldBe(way);
        foreach (var trace in new[] { TraceId, FrameTraceId })
        {
            var spans = collector.Spans.Where(span => span.TraceId == trace && span.Name.StartsWith("realtime.", StringComparison.Ordinal)).ToList();
            var receive = spans.Single(span => span.Name == "realtime.receive");
            spans.Where(span => span != receive).ShouldAllBe(span => span.ParentSpanId == receive.SpanId);
        }

        var frame = collector.Spans.Single(span => span is { TraceId: FrameTraceId, Name: "realtime.receive" });
        frame.ParentSpanId.ShouldBe(Caller);
        foreach (var secret in new[] { "somebody", "another", "somewhere", "something" })
        {
            collector.TracesName(secret).ShouldBeFalse(secret);
        }

        server.Signal("TERM");
        await server.WaitForExitAsync(TimeSpan.FromSeconds(30));
        collector.MetricsName("realtime.log.appended").ShouldBeTrue("metrics go out too, at the latest when the process ends");
    }

    [Fact]
    public async Task DeliveryAfterACrash_IsOfTheSendersTrace()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var collector = await Collector.StartAsync();
        (string, string)[] settings = [("Otlp:Endpoint", collector.Address), ("Otlp:Protocol", "HttpProtobuf"), ("ConnectionStrings:Redis", redis.ConnectionString)];
        await using (var first = await EmbeddedServer.StartAsync(settings))
        {
            using var api = new ServiceApi(first.Address);
            await api.PostOkAsync("/api/v1/events", """{"user_id":"absent","type":"t","data":1}""", ("traceparent", $"00-{TraceId}-{Caller}-01"));
            first.Signal("KILL");
            await first.WaitForExitAsync(TimeSpan.FromSeconds(30));
        }

        await using var second = await EmbeddedServer.StartAsync(settings);
        await using var user = await TestClient.ConnectAsync(second.SocketUri("user_id=absent"));
        await user.ReceiveAsync("t");

        await Eventually.HoldsAsync(() => Task.FromResult(NamesOf(collector, TraceId).Contains("realtime.deliver")));
    }

    private static string[] NamesOf(Collector collector, string traceId) =>
        [.. collector.Spans.Where(span => span.TraceId == traceId && span.Name.StartsWith("realtime.", StringComparison.Ordinal)).Select(span => span.Name).Order(StringComparer.Ordinal)];
}
