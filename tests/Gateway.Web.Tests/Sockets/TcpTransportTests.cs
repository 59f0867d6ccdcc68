using System.Net;
using System.Net.Sockets;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class TcpTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OpenTransports _open = new();
    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private TcpTransport _transport = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await _peer.ConnectAsync(listener.LocalEndPoint!);
        _transport = new TcpTransport(await listener.AcceptAsync(), _open);
    }

    public async Task DisposeAsync()
    {
        _peer.Dispose();
        await _transport.DisposeAsync();
    }

    [Fact]
    public async Task Write_OfMoreThanTheKernelTakes_EndsWhenThePeerReads()
    {
        var sent = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(sent);
        var write = _transport.WriteAsync(sent).AsTask();
        write.IsCompleted.ShouldBeFalse();

        var received = new byte[sent.Length];
        for (var length = 0; length < sent.Length;)
        {
            length += await _peer.ReceiveAsync(received.AsMemory(length)).AsTask().WaitAsync(Patience);
        }

        await write.WaitAsync(Patience);
        received.AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task Write_OfWhatFits_IsDoneAtOnce()
    {
        _transport.WriteAsync("hello"u8.ToArray()).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

        var buffer = new byte[10];
        (await _peer.ReceiveAsync(buffer).WaitAsync(Patience)).ShouldBe(5);
    }

    [Fact]
    public async Task Read_WhereNothingIs_SaysSo()
    {
        (await _transport.ReadAsync(new byte[10])).ShouldBe(-1);
    }

    [Fact]
    public async Task EmptyRead_WaitsForData()
    {
        var wait = _transport.ReadAsync(Memory<byte>.Empty).AsTask();
        wait.IsCompleted.ShouldBeFalse();

        _peer.Send("hello"u8);

        (await wait.WaitAsync(Patience)).ShouldBe(0);
        (await _transport.ReadAsync(new byte[10])).ShouldBe(5);
    }

    [Fact]
    public async Task Abort_EndsAReadAndAWrite_AndThePeerReadsWhatWasSentBefore()
    {
        var read = _transport.ReadAsync(Memory<byte>.Empty).AsTask();
        await _transport.WriteAsync("last words"u8.ToArray());

        _transport.Abort();
        _transport.Abort();

        await read.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        var buffer = new byte[20];
        (await _peer.ReceiveAsync(buffer).WaitAsync(Patience)).ShouldBe(10);
        (await _peer.ReceiveAsync(buffer).WaitAsync(Patience)).ShouldBe(0);
        await Should.ThrowAsync<ObjectDisposedException>(() => _transport.WriteAsync(buffer).AsTask());
    }

    [Fact]
    public async Task Abort_EndsAWriteThatWaits()
    {
        var write = _transport.WriteAsync(new byte[32 * 1024 * 1024]).AsTask();
        write.IsCompleted.ShouldBeFalse();

        _transport.Abort();

        await Should.ThrowAsync<SocketException>(() => write.WaitAsync(Patience));
    }

    [Fact]
    public async Task End_LetsThePeerReadToTheEnd_WhateverItStillSends()
    {
        await _transport.WriteAsync("close frame"u8.ToArray());
        var end = _transport.EndAsync().AsTask();
        for (var round = 0; round < 100; round++)
        {
            await _peer.SendAsync(new byte[10_000]);
        }

        end.IsCompleted.ShouldBeFalse();
        var buffer = new byte[20];
        (await _peer.ReceiveAsync(buffer).WaitAsync(Patience)).ShouldBe(11);
        (await _peer.ReceiveAsync(buffer).WaitAsync(Patience)).ShouldBe(0);
        _peer.Shutdown(SocketShutdown.Send);
        await end.WaitAsync(Patience);
    }

    [Fact]
    public async Task Listener_KnowsItsTransports_AndEndsThem()
    {
        _open.Count.ShouldBe(1);

        _open.AbortAll();

        (await _peer.ReceiveAsync(new byte[1]).WaitAsync(Patience)).ShouldBe(0);
        await _transport.DisposeAsync();
        _open.Count.ShouldBe(0);
    }
}
