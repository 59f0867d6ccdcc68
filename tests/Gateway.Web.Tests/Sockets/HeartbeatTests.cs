using System.Buffers.Binary;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Tick = ConnectionWheel.TickInterval;

    [Fact]
    public void Pings_ComeAtTheInterval_NumberedFromOne()
    {
        using var socket = TestSocket.Open();
        for (var round = 0; round < 15; round++)
        {
            socket.Clock.Advance(TimeSpan.FromSeconds(10));
            socket.Transport.Feed(ClientFrame.Pong([]));
        }

        socket.Handler.Pings.Count.ShouldBeInRange(3, 4);
        socket.Handler.Pings.ShouldBe(Enumerable.Range(1, socket.Handler.Pings.Count).Select(number => (uint)number));
        Pings(socket).ShouldBe(socket.Handler.Pings);
        socket.Handler.Pongs.ShouldBeEmpty();
    }

    [Fact]
    public void FirstPings_AreSpread()
    {
        using var socket = new TestSocket();
        var handlers = Enumerable.Range(0, 200).Select(_ => new RecordingHandler()).ToList();
        foreach (var handler in handlers)
        {
            _ = socket.Services.Create(new FakeTransport(), compression: false).RunAsync(handler);
        }

        var perSecond = new List<int>();
        for (var second = 0; second < 50; second++)
        {
            var before = handlers.Sum(handler => handler.Pings.Count);
            socket.Clock.Advance(TimeSpan.FromSeconds(1));
            perSecond.Add(handlers.Sum(handler => handler.Pings.Count) - before);
        }

        perSecond.Take(24).Sum().ShouldBe(0);
        perSecond.Sum().ShouldBeInRange(195, 200);
        perSecond.Max().ShouldBeLessThan(40);
    }

    [Fact]
    public void ClientsPings_AreAnswered_AsLongAsTheSessionTakesThem()
    {
        using var socket = TestSocket.Open();
        socket.Transport.Feed(ClientFrame.Ping("one"));
        socket.Handler.TakesPings = false;
        socket.Transport.Feed(ClientFrame.Ping("two"));

        socket.Transport.Frames.Where(frame => frame.Opcode == 10).ShouldHaveSingleItem().Payload.ShouldBe("one"u8.ToArray());
    }

    [Fact]
    public void SilentPeer_IsClosedWith4408()
    {
        using var socket = TestSocket.Open();
        socket.Clock.Advance(TimeSpan.FromSeconds(59));
        socket.Connection.IsOpen.ShouldBeTrue();

        socket.Clock.Advance(TimeSpan.FromSeconds(2));

        socket.Transport.CloseFrame.ShouldNotBeNull().CloseCode.ShouldBe(4408);
    }

    [Fact]
    public async Task SilentPeer_ThatIsGone_IsAbortedAfterTheCloseTimeout()
    {
        using var socket = TestSocket.Open();

        socket.Clock.Advance(TimeSpan.FromSeconds(66));

        (await socket.EndedAsync()).ShouldBe(new SocketClosure(SocketCloseInitiator.Server, 4408, "silent", null));
    }

    [Fact]
    public void AnyFrame_CountsAsLife()
    {
        using var socket = TestSocket.Open();
        for (var round = 0; round < 10; round++)
        {
            socket.Clock.Advance(TimeSpan.FromSeconds(55));
            socket.Transport.Feed(round % 2 == 0 ? ClientFrame.Text("x") : ClientFrame.Ping("p"));
        }

        socket.Connection.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void PausedProcess_DoesNotCountAsSilence()
    {
        using var socket = TestSocket.Open();
        socket.Clock.Advance(TimeSpan.FromSeconds(10));

        // The clock jumps without a tick, as after a stopped container.
        socket.Clock.SetUtcNow(socket.Clock.GetUtcNow() + TimeSpan.FromMinutes(10));
        socket.Clock.Advance(Tick);

        socket.Connection.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void RequestedPing_ComesEarly_AndItsPongSaysWhichItAnswers()
    {
        using var socket = TestSocket.Open();
        socket.Connection.RequestPing(TimeSpan.FromSeconds(1));
        socket.Clock.Advance(TimeSpan.FromSeconds(1) + Tick);
        socket.Connection.RequestPing(TimeSpan.FromSeconds(1));
        socket.Connection.RequestPing(TimeSpan.FromSeconds(5));
        socket.Clock.Advance(TimeSpan.FromSeconds(1) + Tick);
        Pings(socket).ShouldBe([1u, 2u]);

        socket.Transport.Feed(ClientFrame.Pong(Number(2)));
        socket.Transport.Feed(ClientFrame.Pong(Number(1)));
        socket.Transport.Feed(ClientFrame.Pong(Number(2)));
        socket.Transport.Feed(ClientFrame.Pong(Number(3)));
        socket.Transport.Feed(ClientFrame.Pong("unsolicited"u8.ToArray()));

        socket.Handler.Pongs.ShouldBe([2u]);
        socket.Connection.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void Ping_GoesBehindWhatWasEnqueuedBefore()
    {
        using var socket = TestSocket.Open();
        socket.Connection.TryEnqueue(TestSocket.Frame("before"));

        socket.Connection.RequestPing(TimeSpan.Zero);
        socket.Clock.Advance(Tick + Tick);

        socket.Transport.Frames.Select(frame => frame.Opcode).ShouldBe([1, 9]);
    }

    [Fact]
    public void PeersPing_IsAnsweredWithItsPayload()
    {
        using var socket = TestSocket.Open();

        socket.Transport.Feed(ClientFrame.Ping("are you there?"));

        var pong = socket.Transport.Frames.ShouldHaveSingleItem();
        (pong.Opcode, pong.Text).ShouldBe((10, "are you there?"));
    }

    private static IEnumerable<uint> Pings(TestSocket socket) =>
        socket.Transport.Frames.FindAll(frame => frame.Opcode == 9).Select(frame => BinaryPrimitives.ReadUInt32BigEndian(frame.Payload));

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
