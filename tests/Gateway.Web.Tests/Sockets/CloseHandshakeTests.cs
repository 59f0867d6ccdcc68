using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class CloseHandshakeTests
{
    [Fact]
    public async Task Close_SendsWhatIsQueuedFirst_AndEndsWithThePeersClose()
    {
        using var socket = TestSocket.Open();
        socket.Connection.TryEnqueue(TestSocket.Frame("last words"));

        socket.Connection.Close(1001, "going").ShouldBeTrue();
        socket.Connection.Close(1011, "too late").ShouldBeFalse();

        socket.Connection.TryEnqueue(TestSocket.Frame("later")).ShouldBeFalse();
        socket.Transport.Frames.Select(frame => frame.Opcode).ShouldBe([1, 8]);
        socket.Running.IsCompleted.ShouldBeFalse();
        socket.Transport.Feed([.. ClientFrame.Text("too late"), .. ClientFrame.Close(1001)]);
        (await socket.EndedAsync()).ShouldBe(new SocketClosure(SocketCloseInitiator.Server, 1001, "going", null));
        socket.Handler.Messages.ShouldBeEmpty();
        socket.Transport.IsAborted.ShouldBeFalse();
    }

    [Fact]
    public async Task Close_WithoutAnAnswer_EndsAfterTheCloseTimeout()
    {
        using var socket = TestSocket.Open();
        socket.Connection.Close(4409);
        socket.Clock.Advance(TimeSpan.FromSeconds(4.8));
        socket.Running.IsCompleted.ShouldBeFalse();

        socket.Clock.Advance(TimeSpan.FromSeconds(0.5));

        (await socket.EndedAsync()).Code.ShouldBe(4409);
        socket.Transport.IsAborted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1000, "bye")]
    [InlineData(4999, "")]
    [InlineData(1005, "")]
    public async Task PeersClose_IsEchoed(int code, string reason)
    {
        using var socket = TestSocket.Open();

        socket.Transport.Feed(code == 1005 ? ClientFrame.Build(0x88, []) : ClientFrame.Close(code, reason));

        (await socket.EndedAsync()).ShouldBe(new SocketClosure(SocketCloseInitiator.Client, code, reason, null));
        socket.Transport.Frames.ShouldHaveSingleItem().CloseCode.ShouldBe(code);
        socket.Transport.IsAborted.ShouldBeFalse();
        socket.Connection.TryEnqueue(TestSocket.Frame("x")).ShouldBeFalse();
    }

    [Fact]
    public async Task PeersClose_WhileAWriteHangs_EndsAfterTheCloseTimeout()
    {
        using var socket = TestSocket.Open();
        socket.Transport.StallWrites = true;
        socket.Connection.Send(TestSocket.Frame("hangs"));
        socket.Transport.Feed(ClientFrame.Close(1000));
        socket.Running.IsCompleted.ShouldBeFalse();

        socket.Clock.Advance(TimeSpan.FromSeconds(6));

        (await socket.EndedAsync()).Initiator.ShouldBe(SocketCloseInitiator.Client);
    }

    [Theory]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1009)]
    public async Task Violation_IsAnsweredWithItsCode_AndWhatFollowsIsDiscarded(int code)
    {
        using var socket = TestSocket.Open(options => options.MaxMessageBytes = 1024);
        socket.Transport.Feed(ClientFrame.Text("good"));
        socket.Transport.Feed(code switch
        {
            1002 => ClientFrame.Part(true, 3, "x"),
            1003 => ClientFrame.Part(true, 2, "x"),
            1007 => ClientFrame.Text([0xFF]),
            _ => ClientFrame.Text(new string('x', 3000)),
        });

        socket.Transport.CloseFrame.ShouldNotBeNull().CloseCode.ShouldBe(code);
        socket.Running.IsCompleted.ShouldBeFalse();
        socket.Transport.Feed([.. ClientFrame.Text("ignored"), .. ClientFrame.Close(code)]);
        var closure = await socket.EndedAsync();
        (closure.Initiator, closure.Code).ShouldBe((SocketCloseInitiator.Server, code));
        socket.Handler.Texts.ShouldBe(["good"]);
        socket.Log.Highest.ShouldBe(LogLevel.Debug);
    }

    [Fact]
    public async Task BadCloseFrame_IsAnsweredAndEndsAtOnce()
    {
        using var socket = TestSocket.Open();

        socket.Transport.Feed(ClientFrame.Close(1005));

        (await socket.EndedAsync()).Code.ShouldBe(1002);
        socket.Transport.CloseFrame.ShouldNotBeNull().CloseCode.ShouldBe(1002);
    }

    [Fact]
    public async Task PeersSilentDisappearance_IsAnAbort()
    {
        using var socket = TestSocket.Open();

        socket.Transport.End();

        (await socket.EndedAsync()).ShouldBe(new SocketClosure(SocketCloseInitiator.Abort, 1006, "", null));
    }

    [Fact]
    public async Task BrokenConnection_WhileReceiving_IsAnAbortThatSaysWhy()
    {
        using var socket = TestSocket.Open();
        var fault = new IOException("reset");

        socket.Transport.Fail(fault);

        (await socket.EndedAsync()).ShouldBe(new SocketClosure(SocketCloseInitiator.Abort, 1006, "", fault));
        socket.Log.Highest.ShouldBe(LogLevel.Debug);
    }

    [Fact]
    public async Task Abort_EndsAtOnce_WithoutACloseFrame()
    {
        using var socket = TestSocket.Open();

        socket.Connection.Abort();

        (await socket.EndedAsync()).Code.ShouldBe(1006);
        socket.Transport.Frames.ShouldBeEmpty();
    }

    [Fact]
    public async Task HandlersFault_ClosesWith1011()
    {
        using var socket = TestSocket.Open();
        socket.Handler.OnMessage = _ => throw new InvalidOperationException("a fault of ours");

        socket.Transport.Feed([.. ClientFrame.Text("1"), .. ClientFrame.Text("2"), .. ClientFrame.Close(1011)]);

        (await socket.EndedAsync()).Code.ShouldBe(1011);
        socket.Handler.Texts.ShouldBe(["1"]);
        socket.Log.Highest.ShouldBe(LogLevel.Error);
    }

    [Fact]
    public void NextMessage_IsReadOnlyWhenTheHandlerHasReturned()
    {
        using var socket = TestSocket.Open();
        var gate = new TaskCompletionSource();
        socket.Handler.OnMessage = _ => new ValueTask(gate.Task);
        socket.Transport.Feed([.. ClientFrame.Text("1"), .. ClientFrame.Text("2")]);
        socket.Handler.Texts.ShouldBe(["1"]);

        gate.SetResult();

        socket.Handler.Texts.ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Metrics_CountFramesAndBytes()
    {
        using var socket = TestSocket.Open();
        socket.Transport.Feed([.. ClientFrame.Text("1"), .. ClientFrame.Ping("p"), .. ClientFrame.Close(1000)]);
        await socket.EndedAsync();

        socket.Services.Metrics.FramesReceived.ShouldBe(3);
        socket.Services.Metrics.FramesSent.ShouldBe(1, "a close drops the pong that waits");
    }
}
