using System.Diagnostics;
using System.Globalization;
using Orleans.Realtime.Cluster.Tests.Chat;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Streams;

/// <summary>Streams over sockets of a server that keeps them in Redis, where other clients of Redis take part.</summary>
public sealed class RedisStreamSocketTests(RedisServerFixture fixture) : StreamSocketTests(fixture.Server), IClassFixture<RedisServerFixture>
{
    private string Key => $"realtime:{{stream/{Stream}}}:entries";

    [Fact]
    public async Task ForeignClient_PublishesAndSharesTheWork()
    {
        await CreateGroupAsync();
        TestClient subscriber = await ConnectAsync(), consumer = await ConnectAsync();
        await subscriber.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}"}""");

        var own = await fixture.Redis.CommandAsync($"XADD {Key} * data 1");
        var plain = await fixture.Redis.CommandAsync($"XADD {Key} * a x b y");
        await subscriber.SendAsync($$"""{"type":"stream.publish","stream":"{{Stream}}","data":3}""");

        (await subscriber.ReceiveAsync("stream")).ToJsonString().ShouldContain($"\"id\":\"{own}\",\"data\":1,");
        (await subscriber.ReceiveAsync("stream")).ToJsonString().ShouldContain($$"""
            "id":"{{plain}}","data":{"a":"x","b":"y"},
            """.Trim());
        (await EntriesAsync(subscriber, 1)).ShouldBe([3]);

        await fixture.Redis.CommandAsync($"XREADGROUP GROUP g foreign COUNT 2 STREAMS {Key} >");
        await consumer.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g","min_idle_ms":0}""");
        (await EntriesAsync(consumer, 1)).ShouldBe([3]);
        (await fixture.Redis.CommandAsync($"XACK {Key} g {own}")).ShouldBe("1");
        await Eventually.HoldsAsync(async () => (await GroupAsync()).Number("pending") == 1);

        // The foreign one died: what it left is taken over.
        await consumer.AskAsync($$"""{"type":"stream.stop","id":"x","stream":"{{Stream}}","group":"g"}""");
        var heir = await ConnectAsync();
        await heir.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g","min_idle_ms":100}""");
        var inherited = await heir.ReceiveAsync("stream");
        inherited.Text("id").ShouldBe(plain);
        inherited.Number("delivery_count").ShouldBe(2);
    }

    [Fact]
    public async Task RedisAway_PublishersAreToldAtOnce_OthersStayAndGoOn_NothingComesTwice()
    {
        await CreateGroupAsync();
        TestClient publisher = await ConnectAsync(), subscriber = await ConnectAsync(), consumer = await ConnectAsync();
        await subscriber.AskAsync($$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}"}""");
        await consumer.AskAsync($$"""{"type":"stream.consume","id":"c","stream":"{{Stream}}","group":"g"}""");
        var stored = 0;
        for (var round = 0; round < 2; round++)
        {
            await PublishAsync(publisher, stored + 1, stored + 50);
            stored += 50;
            await fixture.Redis.KillAsync();

            // The first one may be on its way when the connection breaks; from then on it is known.
            (await publisher.RequestAsync($$"""{"type":"stream.publish","id":"{{round}}","stream":"{{Stream}}","data":0}""")).Text("code").ShouldBeOneOf("unavailable", "timeout");
            var clock = Stopwatch.StartNew();
            var refusal = await publisher.RequestAsync($$"""{"type":"stream.publish","id":"again","stream":"{{Stream}}","data":0}""");
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
            refusal.Text("code").ShouldBe("unavailable");
            refusal.Number("retry_after_ms").ShouldBeGreaterThan(0);
            await publisher.ShouldBeRefusedAsync("unavailable", $$"""{"type":"stream.subscribe","id":"s","stream":"{{Stream}}"}""");
            await fixture.Redis.RestartAsync();
        }

        await PublishAsync(publisher, stored + 1, stored + 10);
        stored += 10;
        (await EntriesAsync(subscriber, stored)).ShouldBe(Enumerable.Range(1, stored));
        (await EntriesAsync(consumer, stored)).Order().ShouldBe(Enumerable.Range(1, stored));
        await Eventually.HoldsAsync(async () => (await GroupAsync()).Number("pending") == 0);
        foreach (var client in new[] { subscriber, consumer })
        {
            (await client.ReceiveUntilPongAsync()).ShouldBeEmpty();
        }
    }

    /// <summary>Repeats each message under its id until it is stored.</summary>
    private async Task PublishAsync(TestClient publisher, int first, int last)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = first; i <= last; i++)
        {
            var frame = string.Create(CultureInfo.InvariantCulture, $$"""{"type":"stream.publish","id":"p{{i}}","stream":"{{Stream}}","data":{{i}}}""");
            var clock = Stopwatch.StartNew();
            while ((await publisher.RequestAsync(frame)).Text("type") != "reply")
            {
                clock.Elapsed.ShouldBeLessThan(TestClient.Patience);
                await pause.WaitForNextTickAsync();
            }
        }
    }
}
