using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class SlowConsumerTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void Burst_ToAClientThatReads_IsDeliveredWhole()
    {
        using var socket = Stalled();
        Enqueue(socket, 1000);
        for (var round = 0; round < 10; round++)
        {
            socket.Clock.Advance(TimeSpan.FromMilliseconds(300));
            socket.Transport.Resume();
        }

        socket.Connection.IsOpen.ShouldBeTrue();
        socket.Transport.TextFrames.Count.ShouldBe(1001);
    }

    [Fact]
    public void FullQueue_OfAStalledClient_CutsItOffAtTheNextFrame()
    {
        using var socket = Stalled();
        Enqueue(socket, 255);
        socket.Clock.Advance(TimeSpan.FromSeconds(2));
        socket.Connection.IsOpen.ShouldBeTrue("the queue is not full");
        socket.Connection.TryEnqueue(TestSocket.Frame("256th")).ShouldBeTrue();

        socket.Connection.TryEnqueue(TestSocket.Frame("257th")).ShouldBeFalse();

        socket.Connection.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void FullQueue_CutsOff_WhateverIsUrgentInIt()
    {
        using var socket = Stalled();
        for (var number = 0; number < 256; number++)
        {
            socket.Connection.TryEnqueue(OutboundFrame.Text("1"u8, (OutboundRank)(number % 4))).ShouldBeTrue();
        }

        socket.Clock.Advance(TimeSpan.FromSeconds(2));

        socket.Connection.IsOpen.ShouldBeFalse();
        socket.Connection.TryEnqueue(OutboundFrame.Text("1"u8, OutboundRank.Urgent)).ShouldBeFalse();
        socket.Transport.Resume();
        socket.Transport.Frames[^1].CloseCode.ShouldBe(4430);
        socket.Transport.TextFrames.Count.ShouldBe(1, "what waited is dropped");
    }

    [Fact]
    public void FullQueue_OfAStalledClient_CutsItOffByTheClock()
    {
        using var socket = Stalled();
        Enqueue(socket, 300);
        socket.Clock.Advance(Grace - TimeSpan.FromMilliseconds(200));
        socket.Connection.IsOpen.ShouldBeTrue();

        socket.Clock.Advance(TimeSpan.FromMilliseconds(400));

        socket.Connection.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public async Task CutOff_LetsTheBegunFrameEnd_ThenSays4430()
    {
        using var socket = TestSocket.Open();
        socket.Transport.StallWrites = true;
        socket.Connection.Send(TestSocket.Frame(new string('x', 200_000)));
        Enqueue(socket, 300);
        socket.Clock.Advance(TimeSpan.FromSeconds(1));
        socket.Connection.IsOpen.ShouldBeFalse();
        socket.Transport.Writes.Count.ShouldBe(1, "the frame has begun and is not whole");

        socket.Transport.StallWrites = false;
        socket.Transport.Resume();

        socket.Transport.Frames.Select(frame => frame.Opcode).ShouldBe([1, 8]);
        socket.Transport.Frames[0].Payload.Length.ShouldBe(200_000);
        socket.Transport.Frames[1].CloseCode.ShouldBe(4430);
        socket.Transport.Feed(ClientFrame.Close(4430));
        (await socket.EndedAsync()).ShouldBe(new SocketClosure(SocketCloseInitiator.Server, 4430, "slow consumer", null));
        socket.Transport.IsAborted.ShouldBeFalse();
    }

    [Fact]
    public async Task CutOff_OfAClientThatNeverReads_EndsInAnAbort()
    {
        using var socket = Stalled();
        Enqueue(socket, 300);
        socket.Clock.Advance(TimeSpan.FromSeconds(29));
        socket.Transport.IsAborted.ShouldBeFalse();

        socket.Clock.Advance(TimeSpan.FromSeconds(3));

        (await socket.EndedAsync()).Code.ShouldBe(4430);
        socket.Transport.IsAborted.ShouldBeTrue();
        socket.Log.Highest.ShouldBe(Microsoft.Extensions.Logging.LogLevel.Debug);
    }

    [Fact]
    public void TooManyFrames_CutOffAtOnce()
    {
        using var socket = Stalled();
        Enqueue(socket, 8192);

        socket.Connection.TryEnqueue(TestSocket.Frame("one too many")).ShouldBeFalse();

        socket.Connection.IsOpen.ShouldBeFalse();
        socket.Connection.QueuedFrames.ShouldBe(1, "only the close frame waits");
    }

    [Fact]
    public void TooManyBytes_CutOffAtOnce()
    {
        using var socket = Stalled();
        var large = TestSocket.Frame(new string('x', 1024 * 1024));
        for (var count = 0; count < 7; count++)
        {
            socket.Connection.TryEnqueue(large).ShouldBeTrue();
        }

        socket.Connection.TryEnqueue(large).ShouldBeFalse();

        socket.Connection.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void OneFrame_LargerThanTheBound_IsTaken()
    {
        using var socket = TestSocket.Open();

        socket.Connection.Send(TestSocket.Frame(new string('x', 9 * 1024 * 1024))).ShouldBeTrue();

        socket.Transport.TextFrames.Count.ShouldBe(1);
    }

    [Fact]
    public void OneWrite_WithoutProgress_IsCutOffAfterTheWriteTimeout()
    {
        using var socket = Stalled();
        socket.Clock.Advance(TimeSpan.FromSeconds(9));
        socket.Connection.IsOpen.ShouldBeTrue();

        socket.Clock.Advance(TimeSpan.FromSeconds(2));

        socket.Connection.IsOpen.ShouldBeFalse();
        socket.Transport.StallWrites = false;
        socket.Transport.Resume();
        socket.Transport.CloseFrame.ShouldNotBeNull().CloseCode.ShouldBe(4430);
    }

    [Fact]
    public void LongFrame_ThatMakesProgress_IsNotCutOff()
    {
        using var socket = TestSocket.Open();
        socket.Transport.StallWrites = true;
        socket.Connection.Send(TestSocket.Frame(new string('x', 500_000)));
        for (var part = 0; part < 8; part++)
        {
            socket.Clock.Advance(TimeSpan.FromSeconds(8));
            socket.Transport.Feed(ClientFrame.Pong([]));
            socket.Transport.Resume();
        }

        socket.Connection.IsOpen.ShouldBeTrue();
    }

    // A socket whose first write hangs.
    private static TestSocket Stalled()
    {
        var socket = TestSocket.Open();
        socket.Transport.StallWrites = true;
        socket.Connection.Send(TestSocket.Frame("first"));
        socket.Transport.IsStalled.ShouldBeTrue();
        return socket;
    }

    private static void Enqueue(TestSocket socket, int count)
    {
        var frame = TestSocket.Frame("waits");
        for (var number = 0; number < count; number++)
        {
            socket.Connection.Send(frame).ShouldBeTrue();
        }
    }
}
