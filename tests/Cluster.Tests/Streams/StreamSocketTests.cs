using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Chat;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Streams;

/// <summary>Streams over real sockets of a real server, whatever it keeps them in.</summary>
public abstract class StreamSocketTests : IAsyncDisposable
{
    private readonly List<TestClient> _clients = [];

    private protected StreamSocketTests(EmbeddedServer server)
    {
        Server = server;
        Api = new ServiceApi(server.Address);
    }

    internal EmbeddedServer Server { get; }

    internal ServiceApi Api { get; }

    /// <summary>A stream that no other test uses.</summary>
    protected string Stream { get; } = EmbeddedServerFixture.Unique("s");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        Api.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Entry_ReachesSubscribersByteForByte_HoweverItWasPublished()
    {
        const string data = """{ "n": 12345678901234567890.10, "s":"é\u00e9" }""";
        var publisher = await ConnectAsync();
        var subscriber = await ConnectAsync();
        (await subscriber.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}"}""")).Text("last_id").ShouldBe("0-0");

        var reply = await publisher.AskAsync($$"""{"type":"stream.publish","id":"p","stream":"{{Stream}}","data":{{data}}}""");
        var frame = await subscriber.ReceiveTextAsync();
        await Api.PostOkAsync($"/api/v1/streams/{Stream}/messages", """{"data":[1.10]}""");

        var id = reply.Text("entry_id");
        var timestamp = long.Parse(id.Split('-')[0], CultureInfo.InvariantCulture) / 1_000;
        frame.ShouldBe($$"""{"type":"stream","stream":"{{Stream}}","id":"{{id}}","data":{{data}},"timestamp":{{timestamp}}}""");
        (await subscriber.ReceiveTextAsync()).ShouldContain("\"data\":[1.10],");
    }

    [Fact]
    public async Task Subscriptions_BeginAtTheEnd_AtTheBeginning_OrBehindAnId()
    {
        var publisher = await ConnectAsync();
        var ids = (await publisher.AskAsync(Batch("b", 1, 500))).Texts("ids").ToArray();
        TestClient end = await ConnectAsync(), beginning = await ConnectAsync(), behind = await ConnectAsync();

        foreach (var (client, start) in new[] { (end, "$"), (beginning, "0"), (behind, ids[299]) })
        {
            var reply = await client.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}","start_id":"{{start}}"}""");
            reply.Text("last_id").ShouldBe(ids[^1]);
        }

        await publisher.AskAsync(Batch("c", 501, 600));
        (await EntriesAsync(end, 100)).ShouldBe(Enumerable.Range(501, 100));
        (await EntriesAsync(beginning, 600)).ShouldBe(Enumerable.Range(1, 600));
        (await EntriesAsync(behind, 300)).ShouldBe(Enumerable.Range(301, 300));
        foreach (var client in new[] { end, beginning, behind })
        {
            (await client.ReceiveUntilPongAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task ManySubscribers_EachSeeEverythingOnceInOrder_WhileTheyComeAndGo()
    {
        var publisher = await ConnectAsync();
        var publishing = Task.Run(async () =>
        {
            for (var i = 1; i <= 400; i++)
            {
                await publisher.AskAsync($$"""{"type":"stream.publish","id":"p{{i}}","stream":"{{Stream}}","data":{{i}}}""");
            }
        });

        List<TestClient> subscribers = [];
        for (var i = 0; i < 20; i++)
        {
            var subscriber = await ConnectAsync();
            await subscriber.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}","start_id":"0"}""");
            subscribers.Add(subscriber);
        }

        await publishing;
        foreach (var subscriber in subscribers)
        {
            (await EntriesAsync(subscriber, 400)).ShouldBe(Enumerable.Range(1, 400));
        }

        var gone = await subscribers[0].AskAsync($$"""{"type":"stream.unsubscribe","id":"u","stream":"{{Stream}}"}""");
        gone["ok"]!.GetValue<bool>().ShouldBeTrue();
        await publisher.AskAsync($$"""{"type":"stream.publish","id":"last","stream":"{{Stream}}","data":401}""");
        (await EntriesAsync(subscribers[1], 1)).ShouldBe([401]);
        (await subscribers[0].ReceiveUntilPongAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task PublishedAgainWithTheSameId_ItIsThereOnce_AndPipelinedFramesKeepTheirOrder()
    {
        var publisher = await ConnectAsync();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 1; i <= 200; i++)
            {
                await publisher.SendAsync($$"""{"type":"stream.publish","id":"p{{i}}","stream":"{{Stream}}","data":{{i}}}""");
            }
        }

        List<(string Id, string EntryId)> replies = [];
        while (replies.Count < 400)
        {
            var reply = await publisher.ReceiveAsync("reply");
            replies.Add((reply.Text("id"), reply.Text("entry_id")));
        }

        replies[..200].ShouldBe(replies[200..]);
        var range = await publisher.AskAsync($$"""{"type":"stream.range","id":"r","stream":"{{Stream}}","count":1000}""");
        range["messages"]!.AsArray().Select(entry => entry!.Number("data")).ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));
        range["messages"]!.AsArray().Select(entry => entry!.Text("id")).ShouldBe(replies[..200].Select(reply => reply.EntryId));
    }

    [Fact]
    public async Task Consumers_ShareTheWork_EachEntryGoesToOne()
    {
        await CreateGroupAsync();
        TestClient[] consumers = [await ConnectAsync(), await ConnectAsync(), await ConnectAsync()];
        foreach (var consumer in consumers)
        {
            await consumer.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g"}""");
        }

        var publisher = await ConnectAsync();
        for (var i = 0; i < 30; i++)
        {
            await publisher.AskAsync(Batch("b" + i.ToString(CultureInfo.InvariantCulture), (i * 10) + 1, (i * 10) + 10));
        }

        await Eventually.HoldsAsync(async () => (await GroupAsync()) is var group && group.Number("pending") == 0 && group.Number("lag") == 0);
        List<long> all = [];
        foreach (var consumer in consumers)
        {
            var entries = (await consumer.ReceiveUntilPongAsync()).Select(frame => frame.Number("data")).ToList();
            entries.ShouldBeInOrder();
            all.AddRange(entries);
        }

        all.Order().ShouldBe(Enumerable.Range(1, 300).Select(i => (long)i));
        await consumers[0].AskAsync($$"""{"type":"stream.stop","id":"x","stream":"{{Stream}}","group":"g"}""");
        await Eventually.HoldsAsync(async () => (await GroupAsync()).Number("consumers") == 2);
    }

    [Fact]
    public async Task ConsumerThatDied_LeavesItsEntries_ToAnotherAfterItsIdleTime()
    {
        await CreateGroupAsync();
        var doomed = await ConnectAsync();
        await doomed.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g","consumer":"doomed","count":3,"auto_ack":false}""");
        var publisher = await ConnectAsync();
        await publisher.AskAsync(Batch("b", 1, 5));
        (await EntriesAsync(doomed, 3)).ShouldBe([1, 2, 3]);
        (await doomed.ReceiveUntilPongAsync()).ShouldBeEmpty("three are unacknowledged");
        doomed.Abort();

        var other = await ConnectAsync();
        await other.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g","consumer":"other","auto_ack":false,"min_idle_ms":500}""");

        Dictionary<long, long> deliveries = [];
        while (deliveries.Count < 5)
        {
            var frame = await other.ReceiveAsync("stream");
            deliveries.TryAdd(frame.Number("data"), frame.Number("delivery_count")).ShouldBeTrue();
            var acked = await other.RequestAsync($$"""{"type":"stream.ack","id":"a","stream":"{{Stream}}","group":"g","ids":["{{frame.Text("id")}}"]}""");
            acked.Number("acked").ShouldBe(1);
        }

        deliveries.Where(delivery => delivery.Value == 1).Select(delivery => delivery.Key).ShouldBe([4, 5], ignoreOrder: true);
        await Eventually.HoldsAsync(async () => (await GroupAsync()).Number("pending") == 0);
    }

    [Fact]
    public async Task ConsumerThatComesBack_BeginsWithWhatItHad()
    {
        await CreateGroupAsync();
        var publisher = await ConnectAsync();
        await publisher.AskAsync(Batch("b", 1, 4));
        for (var round = 1; round <= 2; round++)
        {
            var consumer = await ConnectAsync();
            await consumer.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g","consumer":"worker","count":2,"auto_ack":false}""");
            (await EntriesAsync(consumer, 2)).ShouldBe([1, 2]);
            consumer.Abort();
        }

        var last = await ConnectAsync();
        await last.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g","consumer":"worker"}""");
        (await EntriesAsync(last, 4)).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task WhatIsWrong_IsRefused()
    {
        var client = await ConnectAsync();
        var user = await ConnectAsync("");
        await user.ShouldBeRefusedAsync("forbidden", $$"""{"type":"stream.subscribe","id":"1","stream":"{{Stream}}"}""");
        await client.ShouldBeRefusedAsync("bad_request", """{"type":"stream.subscribe","id":"2","stream":"no blanks"}""");
        await client.ShouldBeRefusedAsync("not_found", $$"""{"type":"stream.consume","id":"3","stream":"{{Stream}}","group":"nobody"}""");
        await client.AskAsync($$"""{"type":"stream.publish","id":"4","stream":"{{Stream}}","data":1,"entry_id":"5-5"}""");
        await client.ShouldBeRefusedAsync("conflict", $$"""{"type":"stream.publish","id":"5","stream":"{{Stream}}","data":1,"entry_id":"5-5"}""");
        (await client.RequestAsync($$"""{"type":"stream.ack","id":"6","stream":"{{Stream}}","group":"nobody","ids":["5-5"]}""")).Number("acked").ShouldBe(0);
        Server.Output.ShouldNotContain("fail:");
    }

    [Fact]
    public async Task DeletedStream_IsAGap_AndItsGroupIsGone()
    {
        await CreateGroupAsync();
        TestClient subscriber = await ConnectAsync(), consumer = await ConnectAsync();
        await subscriber.AskAsync($$"""{"type":"stream.publish","id":"1","stream":"{{Stream}}","data":1,"entry_id":"5-5"}""");
        await subscriber.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}"}""");
        await consumer.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g"}""");
        (await EntriesAsync(consumer, 1)).ShouldBe([1]);

        (await Api.DeleteAsync($"/api/v1/streams/{Stream}")).Body!["deleted"]!.GetValue<bool>().ShouldBeTrue();
        await subscriber.SendAsync($$"""{"type":"stream.publish","stream":"{{Stream}}","data":2,"entry_id":"4-4"}""");

        (await subscriber.ReceiveAsync("gap")).Text("from_id").ShouldBe("5-5");
        (await EntriesAsync(subscriber, 1)).ShouldBe([2]);
        (await consumer.ReceiveAsync("error")).Text("code").ShouldBe("not_found");
    }

    [Fact]
    public async Task Statistics_CountSubscriptionsAndConsumers()
    {
        await CreateGroupAsync();
        var before = (await Api.GetAsync("/stats")).Body!["streams"]!;
        var client = await ConnectAsync();
        await client.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}"}""");
        await client.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g"}""");

        var during = (await Api.GetAsync("/stats")).Body!["streams"]!;

        // Others come and go at the same time on a server that is shared.
        during.Number("subscriptions").ShouldBeGreaterThan(0);
        during.Number("consumers").ShouldBeGreaterThan(0);
        before.Number("subscriptions").ShouldBeGreaterThanOrEqualTo(0);
        (await Api.GetTextAsync("/metrics")).ShouldContain("realtime_gateway_stream_subscriptions ");
    }

    internal async Task<TestClient> ConnectAsync(string role = "&role=service")
    {
        var client = await TestClient.ConnectAsync(Server.SocketUri($"user_id={EmbeddedServerFixture.Unique("u")}{role}"));
        _clients.Add(client);
        return client;
    }

    /// <summary>The data of the next frames, which must be entries of the stream whose ids ascend.</summary>
    internal static async Task<IReadOnlyList<int>> EntriesAsync(TestClient client, int count)
    {
        List<int> entries = [];
        for (var i = 0; i < count; i++)
        {
            entries.Add((int)(await client.ReceiveAsync("stream")).Number("data"));
        }

        return entries;
    }

    internal Task<JsonObject> CreateGroupAsync(string start = "0") => Api.PostOkAsync($"/api/v1/streams/{Stream}/groups", $$"""{"group":"g","start_id":"{{start}}"}""");

    /// <summary>The state of the group.</summary>
    internal async Task<JsonNode> GroupAsync() => (await Api.GetAsync($"/api/v1/streams/{Stream}/groups")).Body!["groups"]![0]!;

    internal string Batch(string id, int first, int last) =>
        $$"""{"type":"stream.publish","id":"{{id}}","stream":"{{Stream}}","messages":[{{string.Join(',', Enumerable.Range(first, last - first + 1).Select(i => $$"""{"data":{{i}}}"""))}}]}""";
}
