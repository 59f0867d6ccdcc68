using Orleans.Realtime.Client.Streams;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>Streams: published, read in ranges, subscribed to, consumed.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Publish_TakesEntries_OneOrMany()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var one = world.Client.Streams.PublishAsync("s", 1.AsPayload(), new StreamPublishOptions { EntryId = "5-0" });
        var many = world.Client.Streams.PublishAllAsync("s", [new NewStreamEntry(2.AsPayload()), new NewStreamEntry(3.AsPayload(), "7-1")]);
        var first = await socket.ReplyAsync("stream.publish", """{"ids":["5-0"],"entry_id":"5-0"}""");
        var second = await socket.ReplyAsync("stream.publish", """{"ids":["6-0","7-1"]}""");

        (await one).ShouldBe("5-0");
        (await many).ShouldBe(["6-0", "7-1"]);
        (first["data"]!.ToJsonString(), (string?)first["entry_id"]).ShouldBe(("1", "5-0"));
        second["messages"]!.ToJsonString().ShouldBe("""[{"data":2},{"data":3,"entry_id":"7-1"}]""");
    }

    [Fact]
    public async Task Range_IsReadPageByPage()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var reading = world.Client.Streams.ReadRangeAsync("s", new StreamRangeOptions { Count = 2 }).ToListAsync();
        await socket.ReplyAsync("stream.range", """{"messages":[{"id":"1-0","data":{"n":1},"timestamp":1763690000},{"id":"2-0","data":2,"timestamp":1763690001}]}""");
        var second = await socket.ReplyAsync("stream.range", """{"messages":[{"id":"3-0","data":3,"timestamp":1763690002}]}""");
        await socket.ReplyAsync("stream.range", """{"messages":[]}""");

        var entries = await reading;
        entries.Select(entry => entry.Id).ShouldBe(["1-0", "2-0", "3-0"]);
        entries[0].ShouldBe(new StreamEntry("s", "1-0", JsonPayload.FromJson("""{"n":1}"""), DateTimeOffset.FromUnixTimeSeconds(1763690000)));
        ((string?)second["start"]).ShouldBe("(2-0");
    }

    [Theory]
    [InlineData("2-0", "10-0", false)]
    [InlineData("10-0", "2-0", true)]
    [InlineData("2-10", "2-9", true)]
    [InlineData("2-9", "2-9", false)]
    [InlineData("18446744073709551615-1", "9007199254740993-5", true)]
    [InlineData("5", "4-9", true)]
    public void Ids_AreComparedByTheirNumbers(string id, string other, bool isBehind) => EntryIds.IsBehind(id, other).ShouldBe(isBehind);

    [Fact]
    public async Task Subscription_GoesOnBehindItsLastEntry_AndTellsWhatWasTrimmedInItsPlace()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var told = new List<string>();
        var begun = world.Client.Streams.SubscribeAsync("s", new StreamSubscribeOptions { OnGap = gap => told.Add($"{gap.FromId}..{gap.ToId}") });
        ((string?)(await socket.ReplyAsync("stream.subscribe", """{"last_id":"4-0"}"""))["start_id"]).ShouldBe("$");
        var subscription = await begun;
        subscription.LastId.ShouldBe("4-0");
        var reading = Task.Run(async () =>
        {
            await foreach (var entry in subscription)
            {
                told.Add(entry.Id);
                if (told.Count == 4)
                {
                    break;
                }
            }
        });
        socket.Send(Entry("5-0"));
        await Until.TrueAsync(() => subscription.LastId == "5-0");
        socket.Break();

        var next = await world.ReconnectAsync();
        ((string?)(await next.ReplyAsync("stream.subscribe", """{"last_id":"9-0"}"""))["start_id"]).ShouldBe("5-0");
        next.Send(Entry("5-0"));
        next.Send("""{"type":"gap","stream":"s","from_id":"5-0","to_id":"8-0"}""");
        next.Send(Entry("8-0"));
        next.Send(Entry("9-0"));
        await next.ReplyAsync("stream.unsubscribe");
        await reading.WaitAsync(Until.Patience);

        told.ShouldBe(["5-0", "5-0..8-0", "8-0", "9-0"]);
    }

    [Fact]
    public async Task Subscription_ThatIsTooSlow_FailsByName()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var begun = world.Client.Streams.SubscribeAsync("s", new StreamSubscribeOptions { MaxBuffered = 1 });
        await socket.ReplyAsync("stream.subscribe", """{"last_id":"0-0"}""");
        var subscription = await begun;
        socket.Send(Entry("1-0"));
        socket.Send(Entry("2-0"));
        await world.Errors.CountAsync(1);

        await using var loop = subscription.GetAsyncEnumerator();
        (await loop.MoveNextAsync()).ShouldBeTrue();
        (await Should.ThrowAsync<RealtimeClientException>(async () => await loop.MoveNextAsync())).Code.ShouldBe(RealtimeErrorCodes.Overflow);
        await socket.NextAsync("stream.unsubscribe");
    }

    [Fact]
    public async Task Subscription_ThatIsRefusedOnTheNextConnection_Ends()
    {
        await using var world = new World();
        var socket = await world.ConnectAsync();
        var begun = world.Client.Streams.SubscribeAsync("s");
        await socket.ReplyAsync("stream.subscribe", """{"last_id":"0-0"}""");
        var subscription = await begun;
        socket.Break();
        var next = await world.ReconnectAsync();
        next.Refuse(await next.NextAsync("stream.subscribe"), RealtimeErrorCodes.Forbidden);

        await using var loop = subscription.GetAsyncEnumerator();
        (await Should.ThrowAsync<RealtimeClientException>(async () => await loop.MoveNextAsync())).Code.ShouldBe(RealtimeErrorCodes.Forbidden);
        await world.Errors.CountAsync(1);
    }

    [Fact]
    public async Task Subscription_ExistsOnceForAStream()
    {
        await using var world = new World();
        _ = world.Client.Streams.SubscribeAsync("s");

        (await Should.ThrowAsync<RealtimeClientException>(world.Client.Streams.SubscribeAsync("s"))).Code.ShouldBe(RealtimeErrorCodes.Conflict);
    }

    [Fact]
    public async Task Consumer_AcknowledgesWhenTheLoopComesBack_AndHandlesNothingTwiceOverAReconnect()
    {
        await using var world = new World();
        var (socket, consumer) = await ConsumeAsync(world, new StreamConsumeOptions { Consumer = "w1", Credit = 2 });
        await using var loop = consumer.GetAsyncEnumerator();
        socket.Send(Entry("1-0", "g"));
        socket.Send(Entry("2-0", "g"));
        (await loop.MoveNextAsync()).ShouldBeTrue();
        (await loop.MoveNextAsync()).ShouldBeTrue();
        (await socket.NextAsync("stream.ack"))["ids"]!.ToJsonString().ShouldBe("""["1-0"]""");
        socket.Break();

        // The acknowledgement was not answered: it is said again, and what is pending comes again.
        var next = await world.ReconnectAsync();
        next.Send(Entry("1-0", "g"));
        next.Send(Entry("2-0", "g"));
        await next.ReplyAsync("stream.ack", """{"acked":1}""");
        await next.ReplyAsync("stream.consume", """{"consumer":"w1"}""");
        next.Send(Entry("3-0", "g"));

        (await loop.MoveNextAsync()).ShouldBeTrue();
        loop.Current.Id.ShouldBe("3-0");
        loop.Current.DeliveryCount.ShouldBe(1);

        // Nobody answers the end of the loop here.
        await world.Client.CloseAsync();
    }

    [Fact]
    public async Task Consumer_WhoseLoopIsLeft_StopsAndLeavesTheEntryPending()
    {
        await using var world = new World();
        var (socket, consumer) = await ConsumeAsync(world, new StreamConsumeOptions());
        socket.Send(Entry("1-0", "g"));
        var left = Task.Run(async () =>
        {
            await foreach (var _ in consumer)
            {
                break;
            }
        });
        await socket.ReplyAsync("stream.stop");
        await left.WaitAsync(Until.Patience);

        socket.Sent.Any(frame => (string?)frame["type"] == "stream.ack").ShouldBeFalse();
    }

    [Fact]
    public async Task Consumer_GetsAnEntryAgain_ThatItGaveBack()
    {
        await using var world = new World(options => options.Heartbeat.Timeout = TimeSpan.FromMinutes(5));
        var (socket, consumer) = await ConsumeAsync(world, new StreamConsumeOptions { RetryAfter = TimeSpan.FromSeconds(5) });
        await using var loop = consumer.GetAsyncEnumerator();
        socket.Send(Entry("1-0", "g"));
        (await loop.MoveNextAsync()).ShouldBeTrue();
        consumer.Retry("1-0");
        var next = loop.MoveNextAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await socket.ReplyAsync("stream.stop");
        await socket.ReplyAsync("stream.consume");
        socket.Send(Entry("1-0", "g", deliveryCount: 2));

        (await next).ShouldBeTrue();
        loop.Current.DeliveryCount.ShouldBe(2);
        socket.Sent.Any(frame => (string?)frame["type"] == "stream.ack").ShouldBeFalse();

        // Nobody answers the end of the loop here.
        await world.Client.CloseAsync();
    }

    [Fact]
    public async Task Consumer_AcknowledgesByHand_OrLeavesItToTheServer()
    {
        await using var world = new World();
        var (socket, consumer) = await ConsumeAsync(world, new StreamConsumeOptions { Acknowledgement = StreamAcknowledgement.ByHand });
        var acknowledged = consumer.AcknowledgeAsync(["1-0", "2-0"]);
        (await socket.ReplyAsync("stream.ack", """{"acked":2}"""))["ids"]!.AsArray().Count.ShouldBe(2);
        await acknowledged;

        var begun = world.Client.Streams.ConsumeAsync("s", "g2", new StreamConsumeOptions { Acknowledgement = StreamAcknowledgement.Delivered, MinIdle = TimeSpan.FromSeconds(3) });
        var request = await socket.ReplyAsync("stream.consume");
        await begun;
        ((bool)request["auto_ack"]!, (int)request["min_idle_ms"]!, (int)request["count"]!).ShouldBe((true, 3_000, 10));
    }

    [Fact]
    public async Task Consumer_EndsWithItsGroup_AndWithTheClient()
    {
        await using var world = new World();
        var (socket, consumer) = await ConsumeAsync(world, new StreamConsumeOptions());
        socket.Send("""{"type":"error","stream":"s","group":"g","code":"not_found","message":"gone"}""");
        await using var loop = consumer.GetAsyncEnumerator();
        (await Should.ThrowAsync<RealtimeClientException>(async () => await loop.MoveNextAsync())).Code.ShouldBe(RealtimeErrorCodes.NotFound);
        await world.Errors.CountAsync(1);

        var begun = world.Client.Streams.SubscribeAsync("s");
        await socket.ReplyAsync("stream.subscribe", """{"last_id":"0-0"}""");
        await using var other = (await begun).GetAsyncEnumerator();
        await world.Client.CloseAsync();
        (await other.MoveNextAsync()).ShouldBeFalse();
    }

    private static string Entry(string id, string? group = null, int deliveryCount = 1) =>
        $$"""{"type":"stream","stream":"s","id":"{{id}}","data":{"n":1},"timestamp":1763690000{{(group is null ? "" : $",\"group\":\"{group}\",\"delivery_count\":{deliveryCount}")}}}""";

    private static async Task<(FakeSocket Socket, StreamConsumer Consumer)> ConsumeAsync(World world, StreamConsumeOptions options)
    {
        var socket = await world.ConnectAsync();
        var begun = world.Client.Streams.ConsumeAsync("s", "g", options);
        await socket.ReplyAsync("stream.consume");
        return (socket, await begun.WaitAsync(Until.Patience));
    }
}
