using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Gateway.Web.Sessions;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>Frames that come together go to the grains together: one call for each target, one answer for each frame.</summary>
public sealed class PipelinedPublishTests : IDisposable
{
    private readonly FakeGrains _grains = new();
    private SessionKit _kit;

    public PipelinedPublishTests() => _kit = new SessionKit(_grains);

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task ToOneRoom_MakesOneCall_InOrder_AnsweredInOneWrite()
    {
        var client = await ConnectAsync();
        var writes = client.Writes;

        client.SendTogether(Enumerable.Range(1, 20).Select(i => Room("r", i)));

        await ShouldBeAnsweredAsync(client, 20);
        BatchesOf("r").ShouldBe([20]);
        _grains.Room("r").Log.Batches[0].Select(TextOf).ShouldBe(Enumerable.Range(1, 20).Select(i => $"{i}"));
        client.Writes.ShouldBe(writes + 1);
    }

    [Fact]
    public async Task ToSeveralTargets_MakesOneCallForEach()
    {
        var client = await ConnectAsync();

        client.SendTogether(Enumerable.Range(1, 4).SelectMany(i => new[]
        {
            Room("a", i),
            Room("b", i),
            $$"""{"type":"group","id":"g{{i}}","group_id":"g","content":{{i}}}""",
            $$"""{"type":"private","id":"p{{i}}","to_user_id":"bob","content":{{i}}}""",
            $$"""{"type":"user","id":"u{{i}}","target_ids":["bob","cid"],"data":{{i}}}""",
        }));

        var answered = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            answered.Add((await client.ReceiveAsync("reply"))["id"]!.GetValue<string>());
        }

        answered.ShouldBe(
            Enumerable.Range(1, 4).SelectMany(i => new[] { $"a{i}", $"b{i}", $"g{i}", $"p{i}", $"u{i}" }), ignoreOrder: true);
        BatchesOf("a").ShouldBe([4]);
        BatchesOf("b").ShouldBe([4]);
        foreach (var log in new[] { _grains.Group("g").Log, _grains.Conversation(LogId.Private("ann", "bob")).Log, _grains.User("bob").Log, _grains.User("cid").Log })
        {
            log.Batches.ShouldHaveSingleItem().Select(TextOf).ShouldBe(["1", "2", "3", "4"]);
        }
    }

    [Fact]
    public async Task WithWrongFramesAmongThem_RefusesThoseAlone()
    {
        var client = await ConnectAsync();

        client.SendTogether(
            Room("r", 1), """{"type":"room","id":"bad","data":1}""", Room("r", 2), "no JSON", """{"type":"group","id":"x","group_id":"g"}""", Room("r", 3));

        for (var i = 0; i < 3; i++)
        {
            (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("bad_request");
        }

        await ShouldBeAnsweredAsync(client, 3);
        BatchesOf("r").ShouldBe([3]);
    }

    [Fact]
    public async Task WhoseLogRefusesOne_AnswersEachByItself()
    {
        var client = await ConnectAsync();

        // The same id twice is one message.
        client.SendTogether(Room("r", 1), Room("r", 2), Room("r", 1), Room("r", 3));

        (await SeqsAsync(client, 4)).ShouldBe([1, 2, 1, 3]);
        BatchesOf("r").ShouldBe([4]);
    }

    [Fact]
    public async Task WithAFrameInTwoReads_LeavesItToTheNextCall()
    {
        var client = await ConnectAsync();
        var bytes = Enumerable.Range(1, 5).SelectMany(i => ClientFrame.Text(Room("r", i))).ToArray();
        var half = (3 * bytes.Length / 5) + 10;

        client.Send(bytes.AsSpan(0, half));
        BatchesOf("r").ShouldBe([3]);
        client.Send(bytes.AsSpan(half));

        await ShouldBeAnsweredAsync(client, 5);
        BatchesOf("r").ShouldBe([3, 2]);
    }

    [Fact]
    public async Task OverTheRate_TakesWhatIsAllowed()
    {
        Restart(services => services.Configure<RateLimitOptions>(options => options.ConnectionBurst = 3));
        var client = await ConnectAsync();

        client.SendTogether(Enumerable.Range(1, 5).Select(i => Room("r", i)));

        (await client.ReceiveAsync("error"))["code"]!.GetValue<string>().ShouldBe("rate_limited");
        (await client.ReceiveAsync("error"))["id"]!.GetValue<string>().ShouldBe("r5");
        await ShouldBeAnsweredAsync(client, 3);
        BatchesOf("r").ShouldBe([3]);
    }

    [Fact]
    public async Task OverTheRoomsRate_TakesWhatIsAllowed()
    {
        Restart(services => services.Configure<RateLimitOptions>(options => (options.RoomPerSecond, options.RoomBurst) = (1, 2)));
        var client = await ConnectAsync();

        client.SendTogether(Room("r", 1), Room("r", 2), Room("r", 3), Room("q", 1));

        (await client.ReceiveAsync("error"))["id"]!.GetValue<string>().ShouldBe("r3");
        await SeqsAsync(client, 3);
        BatchesOf("r").ShouldBe([2]);
        BatchesOf("q").ShouldBe([1]);
    }

    [Fact]
    public async Task BeforeAnotherRequest_AreCalledBeforeIt()
    {
        var client = await ConnectAsync();

        client.SendTogether(Room("r", 1), Room("r", 2), """{"type":"history","id":"h","room_id":"r","after_seq":0}""", Room("r", 3));

        await ShouldBeAnsweredAsync(client, 2);
        (await client.ReceiveAsync("reply"))["messages"]!.AsArray().Count.ShouldBe(2);
        (await SeqsAsync(client, 1)).ShouldBe([3]);
        BatchesOf("r").ShouldBe([2, 1]);
    }

    [Fact]
    public async Task MoreThanMayBeInFlight_LeaveBeforeTheSocketWaits()
    {
        Restart(services => services.Configure<SessionOptions>(options => options.MaxInFlight = 3));
        var client = await ConnectAsync();

        client.SendTogether(Enumerable.Range(1, 7).Select(i => Room("r", i)));

        await ShouldBeAnsweredAsync(client, 7);
        BatchesOf("r").ShouldBe([3, 3, 1]);
    }

    [Fact]
    public async Task BeforeAJoinThatIsWaitedFor_LeaveBeforeIt()
    {
        var gate = new TaskCompletionSource();
        _grains.Room("q").Gate = gate.Task;
        var client = await ConnectAsync();

        client.SendTogether(Room("r", 1), """{"type":"subscribe","id":"s","room_id":"q"}""", Room("r", 2), Room("q", 1));
        await ShouldBeAnsweredAsync(client, 2);
        gate.SetResult();

        (await client.ReceiveAsync("reply"))["id"]!.GetValue<string>().ShouldBe("s");
        (await SeqsAsync(client, 1)).ShouldBe([1]);
        await client.ShouldHaveNothingMoreAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BeforeTheEnd_AreStored(bool inOrder)
    {
        var client = await ConnectAsync();
        byte[] end = inOrder ? ClientFrame.Close(1000) : ClientFrame.Build(0x83, []);

        client.Send([.. ClientFrame.Text(Room("r", 1)), .. ClientFrame.Text(Room("r", 2)), .. end]);

        await client.ClosedWithAsync(inOrder ? 1000 : 1002);
        BatchesOf("r").ShouldBe([2]);
        _kit.Get<IMessagePublisher>().ShouldBeOfType<MessagePublisher>().ActiveLanes.ShouldBe(0);
    }

    [Fact]
    public async Task MalformedFramesThatClose_KeepNothingBack()
    {
        var client = await ConnectAsync();

        client.SendTogether([Room("r", 1), .. Enumerable.Repeat("no JSON", 10), Room("r", 2)]);

        await client.ClosedWithAsync(1008);
        BatchesOf("r").ShouldBe([1]);
    }

    [Fact]
    public async Task FromTwoClients_ToALogWhoseCallIsUnderWay_KeepEachSendersOrder()
    {
        var gate = new TaskCompletionSource();
        _grains.Room("r").Log.Gate = gate.Task;
        var (ann, bob) = (await ConnectAsync(), await ConnectAsync("bob"));
        ann.SendTogether(Room("r", 1), Room("r", 2));
        bob.SendTogether(Room("r", 3), Room("r", 4));
        ann.SendTogether(Room("r", 5), Room("r", 6));

        gate.SetResult();

        (await SeqsAsync(ann, 4)).ShouldBe([1, 2, 5, 6]);
        (await SeqsAsync(bob, 2)).ShouldBe([3, 4]);
        BatchesOf("r").ShouldBe([2, 4]);
    }

    private static string Room(string room, int number) => $$"""{"type":"room","id":"{{room}}{{number}}","room_id":"{{room}}","data":{{number}}}""";

    private static string TextOf(Message message) => Encoding.UTF8.GetString(message.Data);

    private static async Task<long[]> SeqsAsync(SessionClient client, int count) => await client.ReceiveSeqsAsync("reply", count);

    /// <summary>Each in its turn, under its own id and position.</summary>
    private static async Task ShouldBeAnsweredAsync(SessionClient client, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var reply = await client.ReceiveAsync("reply");
            reply["id"]!.GetValue<string>().ShouldBe($"r{i}");
            reply["seq"]!.GetValue<long>().ShouldBe(i);
        }
    }

    private async Task<SessionClient> ConnectAsync(string user = "ann")
    {
        var client = _kit.Open(user, isService: true);
        await client.ReceiveAsync("connected");
        return client;
    }

    private IEnumerable<int> BatchesOf(string room) => _grains.Room(room).Log.Batches.Select(batch => batch.Count);

    private void Restart(Action<IServiceCollection> configure)
    {
        _kit.Dispose();
        _kit = new SessionKit(_grains, configure);
    }
}
