using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Tests.Support;

namespace Orleans.Realtime.Client.Tests;

/// <summary>The inbox: what it brings, and when it is acknowledged.</summary>
public sealed class InboxTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Inbox_BeginsWithWhatWaits_AndGivesEventsOfEveryType()
    {
        await using var world = new World();
        var heard = world.Collect<RealtimeMessage>();
        var connected = world.Client.ConnectAsync();
        var socket = await world.SocketAsync();
        socket.Accept(inbox: """{"next_seq":9,"pending":2,"epoch":"i0"}""");
        await connected.WaitAsync(Until.Patience);
        socket.Send(Frame.Inbox(6));
        socket.Send(Frame.Inbox(7));
        socket.Send("""{"type":"order.shipped","id":"e","seq":8,"data":{"order":17},"created_at":"2026-11-21T08:00:00.123Z"}""");
        socket.Send("""{"type":"mention","id":"n","seq":9,"group_id":"g1","message_id":"m","message_seq":5,"from_user_id":"u2","created_at":"2026-11-21T08:00:00.123Z"}""");

        await heard.CountAsync(3);
        heard.All.Select(message => message.Seq).ShouldBe([7L, 8, 9], "6 was acknowledged before");
        ((AppEvent)heard.All[1]).Type.ShouldBe("order.shipped");
        ((MentionMessage)heard.All[2]).MessageSeq.ShouldBe(5);
    }

    [Fact]
    public async Task Inbox_IsAcknowledged_WhenTheHandlersAreDone_InOrderAndTogether()
    {
        await using var world = new World();
        var second = new TaskCompletionSource();
        var handled = 0;
        world.Client.On<UserMessage>(async message =>
        {
            if (message.Seq == 2)
            {
                await second.Task;
            }

            Interlocked.Increment(ref handled);
        });
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Inbox(1));
        socket.Send(Frame.Inbox(2));
        socket.Send(Frame.Inbox(3));
        await Until.TrueAsync(() => Volatile.Read(ref handled) == 1);
        (await AckAsync(world, socket)).ShouldBe(1);

        second.SetResult();
        await Until.TrueAsync(() => Volatile.Read(ref handled) == 3);

        (await AckUntilAsync(world, socket, 3)).ShouldBe(3);
    }

    [Fact]
    public async Task Inbox_IsAcknowledgedByHand_AndAgainOnTheNextConnection()
    {
        await using var world = new World(options => options.Inbox.AcknowledgeByHand = true);
        var heard = world.Collect<UserMessage>();
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Inbox(1));
        socket.Send(Frame.Inbox(2));
        await heard.CountAsync(2);
        world.Client.AcknowledgeInbox(1);
        (await AckAsync(world, socket)).ShouldBe(1);
        socket.Break();

        var next = await world.ReconnectAsync();

        (await AckAsync(world, next)).ShouldBe(1);
        world.Client.Snapshot().Inbox!.Value.Seq.ShouldBe(1, "what was not acknowledged comes again after a restart");
    }

    [Fact]
    public async Task Inbox_IsAcknowledged_AlthoughAHandlerThrows_WhichIsTold()
    {
        await using var world = new World();
        world.Client.On<UserMessage>(_ => throw new InvalidDataException("mine"));
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Inbox(1));

        await world.Errors.CountAsync(1);

        world.Errors.Last.Error.Code.ShouldBe(RealtimeErrorCodes.Handler);
        world.Errors.Last.Error.InnerException.ShouldBeOfType<InvalidDataException>();
        (await AckAsync(world, socket)).ShouldBe(1);
    }

    [Fact]
    public async Task Inbox_IsAcknowledged_WhenALoopHasComeBackForMore_AndBeforeSayingGoodbye()
    {
        await using var world = new World();
        await using var loop = world.Client.ReadAsync<UserMessage>().GetAsyncEnumerator();
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Inbox(1));
        socket.Send(Frame.Inbox(2));
        (await loop.MoveNextAsync()).ShouldBeTrue();
        (await loop.MoveNextAsync()).ShouldBeTrue();

        await world.Client.CloseAsync();

        ((long)(await socket.NextAsync("ack"))["seq"]!).ShouldBe(1, "the loop is still at work with 2");
        (await loop.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Loop_GivesWhatPassesTheFilter_AndEndsWithItsToken()
    {
        await using var world = new World();
        using var cancellation = new CancellationTokenSource();
        await using var loop = world.Client.ReadAsync<UserMessage>(message => message.Seq > 1, cancellationToken: cancellation.Token).GetAsyncEnumerator();
        var socket = await world.ConnectAsync();
        socket.Send(Frame.Inbox(1));
        socket.Send(Frame.Inbox(2));
        (await loop.MoveNextAsync()).ShouldBeTrue();
        loop.Current.Seq.ShouldBe(2);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await loop.MoveNextAsync());
    }

    [Fact]
    public async Task Loop_ThatIsTooSlow_FailsByName()
    {
        await using var world = new World();
        var heard = world.Collect<UserMessage>();
        await using var loop = world.Client.ReadAsync<UserMessage>(maxBuffered: 2).GetAsyncEnumerator();
        var socket = await world.ConnectAsync();
        for (var seq = 1; seq <= 4; seq++)
        {
            socket.Send(Frame.Inbox(seq));
        }

        await heard.CountAsync(4);

        (await loop.MoveNextAsync()).ShouldBeTrue();
        (await loop.MoveNextAsync()).ShouldBeTrue();
        (await Should.ThrowAsync<RealtimeClientException>(async () => await loop.MoveNextAsync())).Code.ShouldBe(RealtimeErrorCodes.Overflow);
    }

    [Fact]
    public async Task OnEvent_HearsItsOwnType_UntilItIsRemoved()
    {
        await using var world = new World();
        var heard = new List<string>();
        var all = world.Collect<AppEvent>();
        var registration = world.Client.OnEvent("order.shipped", (occurrence, _) =>
        {
            heard.Add(occurrence.Id);
            return Task.CompletedTask;
        });
        var socket = await world.ConnectAsync();
        socket.Send("""{"type":"order.shipped","id":"e1","seq":1,"data":1}""");
        socket.Send("""{"type":"order.lost","id":"e2","seq":2,"data":1}""");
        socket.Send("""{"type":"broadcast","id":"b1","data":1}""");
        await all.CountAsync(2);
        registration.Dispose();
        socket.Send("""{"type":"order.shipped","id":"e3","seq":3,"data":1}""");
        await all.CountAsync(3);
        await Until.TrueAsync(() => world.Client.Snapshot().Inbox!.Value.Seq == 3);

        heard.ShouldBe(["e1"]);
    }

    private static async Task<long> AckAsync(World world, FakeSocket socket)
    {
        await Until.TrueAsync(() =>
        {
            world.Clock.Advance(Soon);
            return socket.Sent.Any(frame => (string?)frame["type"] == "ack");
        });
        return (long)(await socket.NextAsync("ack"))["seq"]!;
    }

    private static async Task<long> AckUntilAsync(World world, FakeSocket socket, long seq)
    {
        await Until.TrueAsync(() =>
        {
            world.Clock.Advance(Soon);
            return socket.Sent.Any(frame => (string?)frame["type"] == "ack" && (long)frame["seq"]! == seq);
        });
        return (long)socket.Sent.Last(frame => (string?)frame["type"] == "ack")["seq"]!;
    }
}
