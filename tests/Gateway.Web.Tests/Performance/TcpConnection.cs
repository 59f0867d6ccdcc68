using System.Net;
using System.Net.Sockets;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Performance;

/// <summary>A WebSocket over a real TCP connection whose system calls are counted, and its client's end.</summary>
internal sealed class TcpConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _client;
    private readonly Task _running;

    private TcpConnection(TestSocket host, Socket client, Socket server)
    {
        _client = client;
        Calls = new CountingTransport(new TcpTransport(server, new OpenTransports()));
        Socket = host.Services.Create(Calls, compression: false);
        _running = Socket.RunAsync(Handler);
    }

    public CountingTransport Calls { get; }

    public WebSocketConnection Socket { get; }

    public RecordingHandler Handler { get; } = new();

    public static async Task<TcpConnection> OpenAsync(TestSocket host)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndPoint!);
        return new TcpConnection(host, client, await listener.AcceptAsync());
    }

    /// <summary>One write of the client, which the kernel hands over in one piece.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _client.Send(bytes).ShouldBe(bytes.Length);

    /// <summary>Waits until the client has got so many frames.</summary>
    public async Task<List<ServerFrame>> ReceiveAsync(int frames)
    {
        var received = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (ServerFrame.ParseAll([.. received]).Count < frames)
        {
            var count = await _client.ReceiveAsync(buffer).WaitAsync(Patience);
            count.ShouldBePositive();
            received.AddRange(buffer.AsSpan(0, count));
        }

        return ServerFrame.ParseAll([.. received]);
    }

    /// <summary>Answers its ping: everything that was sent before was handled, and the connection has answered.</summary>
    public async Task PingAsync()
    {
        Send(ClientFrame.Ping("p"));
        (await ReceiveAsync(1))[0].Opcode.ShouldBe(10);
    }

    public async ValueTask DisposeAsync()
    {
        Socket.Abort();
        _client.Dispose();
        await _running.WaitAsync(Patience);
    }
}
