using System.Buffers;
using System.IO.Pipelines;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class PipeTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
    private readonly TestSocket _socket = new();

    [Fact]
    public async Task Messages_GoBothWays_UnderBackPressure()
    {
        var connection = _socket.Services.Create(new PipeTransport(new Duplex(_toServer.Reader, _toClient.Writer), () => { }), compression: false);
        _socket.Handler.OnMessage = message =>
        {
            for (var count = 0; count < 100; count++)
            {
                connection.Send(OutboundFrame.Text(message.Span));
            }

            return ValueTask.CompletedTask;
        };
        var running = connection.RunAsync(_socket.Handler);
        await _toServer.Writer.WriteAsync(ClientFrame.Text(new string('x', 200)));
        var received = await ReadAsync(20_400);
        await _toServer.Writer.WriteAsync(ClientFrame.Close(1000));

        (await running.WaitAsync(Patience)).Code.ShouldBe(1000);

        ServerFrame.ParseAll(received).Count.ShouldBe(100);
        ServerFrame.ParseAll(await ReadAsync(4)).ShouldHaveSingleItem().CloseCode.ShouldBe(1000);
        (await _toClient.Reader.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Abort_EndsAWaitingReadAndAHangingWrite()
    {
        var aborts = 0;
        var connection = _socket.Services.Create(new PipeTransport(new Duplex(_toServer.Reader, _toClient.Writer), () => aborts++), compression: false);
        var running = connection.RunAsync(_socket.Handler);
        connection.Send(TestSocket.Frame(new string('x', 5000)));

        connection.Abort();

        (await running.WaitAsync(Patience)).Code.ShouldBe(1006);
        aborts.ShouldBe(1);
    }

    private async Task<byte[]> ReadAsync(int length)
    {
        var result = await _toClient.Reader.ReadAtLeastAsync(length).AsTask().WaitAsync(Patience);
        var bytes = result.Buffer.Slice(0, length);
        var copy = bytes.ToArray();
        _toClient.Reader.AdvanceTo(bytes.End);
        return copy;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
