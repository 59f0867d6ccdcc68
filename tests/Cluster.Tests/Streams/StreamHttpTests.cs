using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Streams;

/// <summary>Streams over HTTP, from the request to the store and back.</summary>
public sealed class StreamHttpTests(EmbeddedServerFixture fixture) : IClassFixture<EmbeddedServerFixture>, IDisposable
{
    private readonly ServiceApi _api = new(fixture.Server.Address);
    private readonly string _stream = "/api/v1/streams/" + EmbeddedServerFixture.Unique("s");

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Data_ComesOutAsItWentIn()
    {
        const string Data = """{ "big":12345678901234567890, "one":1.0, "e":1E+2, "u":"\u00e9é" }""";
        var id = Id(await _api.PostOkAsync(_stream + "/messages", $$"""{"data":{{Data}}}"""));

        var text = await _api.GetTextAsync(_stream + "/messages");

        var timestamp = long.Parse(id.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture) / 1_000;
        text.ShouldBe($$"""{"messages":[{"id":"{{id}}","data":{{Data}},"timestamp":{{timestamp}}}]}""");
    }

    [Fact]
    public async Task Ranges_GoBothWays_AndPageByExclusion()
    {
        var ids = Ids(await _api.PostOkAsync(_stream + "/messages", """{"messages":[{"data":1,"id":"5-1"},{"data":2,"id":"5-2"},{"data":3,"id":"6"},{"data":4,"id":"7-9"}]}"""));
        ids.ShouldBe(["5-1", "5-2", "6-0", "7-9"]);

        (await RangeAsync("")).ShouldBe(ids);
        (await RangeAsync("?start=-&end=+&count=3&reverse=true")).ShouldBe(["7-9", "6-0", "5-2"]);
        (await RangeAsync("?start=(5-2&count=1")).ShouldBe(["6-0"]);
        (await RangeAsync("?start=5&end=5")).ShouldBe(["5-1", "5-2"]);
        (await RangeAsync("?start=6&end=5")).ShouldBeEmpty();
        var (status, problem) = await _api.PostAsync(_stream + "/messages", """{"data":0,"id":"7-9"}""");
        (status, Code(problem)).ShouldBe((HttpStatusCode.Conflict, "conflict"));
    }

    [Fact]
    public async Task ARepeatedRequest_AddsNothing()
    {
        var first = Id(await _api.PostOkAsync(_stream + "/messages", """{"data":1}""", ("Idempotency-Key", "k")));
        var second = Id(await _api.PostOkAsync(_stream + "/messages", """{"data":1}""", ("Idempotency-Key", "k")));
        var third = Id(await _api.PostOkAsync(_stream + "/messages", """{"data":1}"""));

        second.ShouldBe(first);
        (await RangeAsync("")).ShouldBe([first, third]);
    }

    [Fact]
    public async Task AGroup_SharesItsEntriesOut_AndAnotherConsumerTakesOverWhatIsLeft()
    {
        await PublishAsync(4);
        (await _api.PostOkAsync(_stream + "/groups", """{"group":"g","start_id":"0"}"""))["group"]!.GetValue<string>().ShouldBe("g");
        (await _api.PostAsync(_stream + "/groups", """{"group":"g"}""")).Status.ShouldBe(HttpStatusCode.Conflict);

        var first = await ReadAsync("""{"consumer":"w1","count":2,"auto_ack":false}""");
        var second = await ReadAsync("""{"consumer":"w2","count":10,"auto_ack":false}""");
        first.Concat(second).Select(Data).ShouldBe([0, 1, 2, 3]);
        (await ReadAsync("""{"consumer":"w2","block_ms":0,"auto_ack":false}""")).ShouldBeEmpty();
        (await ReadAsync("""{"consumer":"w1","pending":true,"auto_ack":false}""")).Select(Data).ShouldBe([0, 1]);

        (await _api.PostOkAsync(_stream + "/groups/g/ack", $$"""{"ids":["{{Id(first[0]!)}}"]}"""))["acked"]!.GetValue<int>().ShouldBe(1);
        (await _api.PostOkAsync(_stream + "/groups/g/ack", $$"""{"ids":["{{Id(first[0]!)}}"]}"""))["acked"]!.GetValue<int>().ShouldBe(0);
        var (_, pending) = await _api.GetAsync(_stream + "/groups/g/pending?consumer=w1");
        pending!["count"]!.GetValue<int>().ShouldBe(3);
        pending["min_id"]!.GetValue<string>().ShouldBe(Id(first[1]!));
        pending["entries"]!.AsArray().Single()!["consumer"]!.GetValue<string>().ShouldBe("w1");

        var claimed = (await _api.PostOkAsync(_stream + "/groups/g/claim", """{"consumer":"w3","min_idle_ms":0,"count":2}"""))["messages"]!.AsArray();
        claimed.Select(Data).ShouldBe([1, 2]);
        claimed.ShouldAllBe(entry => entry!["delivery_count"]!.GetValue<int>() >= 2);
        (await _api.GetAsync(_stream + "/groups")).Body!["groups"]![0]!["consumer_list"]!.AsArray().Select(consumer => consumer!["name"]!.GetValue<string>())
            .ShouldBe(["w1", "w2", "w3"], ignoreOrder: true);
    }

    [Fact]
    public async Task MinIdle_TakesOverWhatADeadConsumerLeft()
    {
        await PublishAsync(1);
        await _api.PostOkAsync(_stream + "/groups", """{"group":"g","start_id":"0"}""");
        await ReadAsync("""{"consumer":"dead","auto_ack":false}""");

        JsonArray taken = [];
        await Eventually.HoldsAsync(async () => (taken = await ReadAsync("""{"consumer":"alive","min_idle_ms":10,"block_ms":0}""")).Count > 0);

        taken.Single()!["delivery_count"]!.GetValue<int>().ShouldBe(2);
        await PendingIsAsync(0);
    }

    [Fact]
    public async Task AWaitingRead_GetsWhatIsPublishedThen()
    {
        await _api.PostOkAsync(_stream + "/groups", """{"group":"g"}""");
        var read = ReadAsync("""{"consumer":"w1","block_ms":20000}""");
        await Eventually.HoldsAsync(async () => (await _api.GetAsync(_stream + "/groups")).Body!["groups"]![0]!["consumers"]!.GetValue<int>() == 1);
        read.IsCompleted.ShouldBeFalse();

        await PublishAsync(1);

        (await read).Select(Data).ShouldBe([0]);
        await PendingIsAsync(0);
        (await _api.GetAsync(_stream + "/groups")).Body!["groups"]![0]!["lag"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task AReaderThatGoesAway_HasNothingTakenForIt()
    {
        await _api.PostOkAsync(_stream + "/groups", """{"group":"g"}""");
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(fixture.Server.Address.Host, fixture.Server.Address.Port);
            const string Body = """{"consumer":"gone","block_ms":60000}""";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {_stream}/groups/g/read?user_id=w&role=service HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
            await Eventually.HoldsAsync(async () => (await _api.GetAsync(_stream + "/groups")).Body!["groups"]![0]!["consumers"]!.GetValue<int>() == 1);
        }

        // Neither is it known when the server hears of the closed connection, nor is it a promise before. From then on it is one.
        var alive = ReadAsync("""{"consumer":"alive","block_ms":30000}""");
        await Eventually.HoldsAsync(async () =>
        {
            await PublishAsync(1);
            return alive.IsCompleted;
        });
        for (var i = 0; i < 5; i++)
        {
            (await ReadAsync("""{"consumer":"alive","block_ms":0}""")).Count.ShouldBeLessThanOrEqualTo(10);
            await PublishAsync(1);
            (await ReadAsync("""{"consumer":"alive"}""")).Count.ShouldBe(1, "nobody else takes any more");
        }
    }

    [Fact]
    public async Task State_Trim_AndDelete()
    {
        (await _api.GetAsync(_stream)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _api.PostAsync(_stream + "/groups/g/read", """{"consumer":"w","block_ms":0}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await RangeAsync("")).ShouldBeEmpty();
        var ids = await PublishAsync(5);

        var trimmed = await _api.PostOkAsync(_stream + "/trim", """{"max_len":2,"approximate":false}""");
        (trimmed["trimmed"]!.GetValue<int>(), trimmed["length"]!.GetValue<int>()).ShouldBe((3, 2));
        var (_, state) = await _api.GetAsync(_stream);
        state!["length"]!.GetValue<int>().ShouldBe(2);
        state["entries_added"]!.GetValue<int>().ShouldBe(5);
        Id(state["first_entry"]!).ShouldBe(ids[3]);
        Id(state["last_entry"]!).ShouldBe(ids[4]);
        state["last_generated_id"]!.GetValue<string>().ShouldBe(ids[4]);

        (await _api.DeleteAsync(_stream)).Body!["deleted"]!.GetValue<bool>().ShouldBeTrue();
        (await _api.DeleteAsync(_stream)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _api.PostAsync(_stream + "/trim", """{"max_len":2}""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Users_AreRefused()
    {
        using var user = new ServiceApi(fixture.Server.Address, "user_id=mallory");

        var (status, problem) = await user.PostAsync(_stream + "/messages", """{"data":1}""");

        (status, Code(problem)).ShouldBe((HttpStatusCode.Forbidden, "forbidden"));
    }

    private async Task<List<string>> PublishAsync(int count)
    {
        var messages = string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"data":{{i}}}"""));
        return Ids(await _api.PostOkAsync(_stream + "/messages", $$"""{"messages":[{{messages}}]}"""));
    }

    private async Task<List<string>> RangeAsync(string query) => [.. (await _api.GetAsync(_stream + "/messages" + query)).Body!["messages"]!.AsArray().Select(entry => Id(entry!))];

    private async Task<JsonArray> ReadAsync(string json) => (await _api.PostOkAsync(_stream + "/groups/g/read", json))["messages"]!.AsArray();

    private async Task PendingIsAsync(int count) => (await _api.GetAsync(_stream + "/groups/g/pending")).Body!["count"]!.GetValue<int>().ShouldBe(count);

    private static string Id(JsonNode node) => node["id"]!.GetValue<string>();

    private static List<string> Ids(JsonNode node) => [.. node["ids"]!.AsArray().Select(id => id!.GetValue<string>())];

    private static int Data(JsonNode? entry) => entry!["data"]!.GetValue<int>();

    private static string Code(JsonNode? problem) => problem!["code"]!.GetValue<string>();
}
