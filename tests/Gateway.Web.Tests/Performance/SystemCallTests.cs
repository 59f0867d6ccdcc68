using System.Text;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Performance;

/// <summary>System calls are most of what a message costs: one write for all that waits, one read for all that came, none at rest. Over real connections.</summary>
public sealed class SystemCallTests : IDisposable
{
    private readonly TestSocket _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Flush_OfAnyNumberOfFrames_IsOneSend(int frames)
    {
        await using var connection = await TcpConnection.OpenAsync(_host);
        for (var i = 0; i < frames; i++)
        {
            connection.Socket.TryEnqueue(TestSocket.Frame($"message {i}")).ShouldBeTrue();
        }

        connection.Calls.Sends.ShouldBe(0);
        connection.Socket.Flush();
        connection.Socket.Flush();

        (await connection.ReceiveAsync(frames)).Select(frame => frame.Text).ShouldBe(Enumerable.Range(0, frames).Select(i => $"message {i}"));
        connection.Calls.Sends.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Delivery_OfABatch_IsOneSendForEachConnection(int messages)
    {
        var connections = await OpenAsync(20);
        var kit = new DeliveryKit();
        var log = LogId.Room("r");
        var audience = new Audience(log, new FakeLog(log));
        foreach (var connection in connections)
        {
            var subscription = audience.TryAdd(new QuietTarget("session", connection.Socket))!;
            audience.Joined(0, "e", "silo");
            audience.Start(subscription, from: null, new LogPosition(0, "e"));
        }

        var batch = Enumerable.Range(1, messages).Select(seq => new Message { Seq = seq, Id = $"m{seq}", Kind = MessageKind.Room, Data = Encoding.UTF8.GetBytes($"{seq}") }).ToArray();
        audience.Deliver(new DeliveryBatch(log, "e", 0, batch, Gap: false), kit.Encoder).Enqueued.ShouldBe(20 * messages);

        foreach (var connection in connections)
        {
            (await connection.ReceiveAsync(messages)).Count.ShouldBe(messages);
            connection.Calls.Sends.ShouldBe(1);
            await connection.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task Read_OfAnyNumberOfFrames_IsOneReceive(int frames)
    {
        await using var connection = await TcpConnection.OpenAsync(_host);
        await connection.PingAsync();
        var (receives, ends) = (connection.Calls.Receives, connection.Handler.ReadEnds);

        connection.Send(Enumerable.Range(0, frames).SelectMany(i => ClientFrame.Text($"message {i}")).Concat(ClientFrame.Ping("p")).ToArray());

        await connection.ReceiveAsync(1);
        connection.Handler.Messages.Count.ShouldBe(frames);
        connection.Calls.Receives.ShouldBe(receives + 1);
        connection.Handler.ReadEnds.ShouldBe(ends + 1);
    }

    [Fact]
    public async Task Reads_OfAPeerThatSendsMuch_TakeMoreEach()
    {
        const int Bytes = 4 * 1024 * 1024;
        await using var connection = await TcpConnection.OpenAsync(_host);
        var frame = ClientFrame.Text(new string('x', 1_000));
        var all = new byte[Bytes / frame.Length * frame.Length];
        for (var at = 0; at < all.Length; at += frame.Length)
        {
            frame.CopyTo(all, at);
        }

        await Task.Run(() => connection.Send(all));
        await connection.PingAsync();

        // A first buffer is of 4 KiB; a reader that is as fast as the sender sees less at once.
        connection.Handler.Messages.Count.ShouldBe(all.Length / frame.Length);
        connection.Calls.LongestReceive.ShouldBeGreaterThan(16 * 1024);
    }

    [Fact]
    public async Task Rest_TakesNone()
    {
        var resting = await OpenAsync(20);
        await using var busy = await TcpConnection.OpenAsync(_host);
        for (var i = 0; i < 20; i++)
        {
            await busy.PingAsync();
        }

        foreach (var connection in resting)
        {
            (connection.Calls.Waits, connection.Calls.Receives, connection.Calls.Sends).ShouldBe((1, 0, 0));
            await connection.DisposeAsync();
        }
    }

    private async Task<TcpConnection[]> OpenAsync(int count)
    {
        var connections = new TcpConnection[count];
        for (var i = 0; i < count; i++)
        {
            connections[i] = await TcpConnection.OpenAsync(_host);
        }

        return connections;
    }
}
