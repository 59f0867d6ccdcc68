using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A real socket whose client does not read for a while: what waits then goes out by urgency.</summary>
public sealed class SlowReaderTests
{
    private const int FrameBytes = 16_000;
    private const int Rooms = 120;
    private const int KernelBytes = 16 * 1024;

    // The kernels' buffers, Kestrel's and one write: what is in them has left the queue.
    private const int FramesOnTheWay = 40;

    private static readonly LogId Inbox = LogId.Inbox("u");
    private static readonly LogId Room = LogId.Room("r");

    private readonly FrameEncoder _encoder = new();

    [Fact]
    public async Task UrgentMessages_OvertakeRoomsThatWait_AndTakeTheInboxAlong()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var opened = new TaskCompletionSource<WebSocketConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = Serve(opened);
        await app.StartAsync(patience.Token);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new ClientWebSocket();
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        using var invoker = new HttpMessageInvoker(handler);
        await client.ConnectAsync(new Uri(address.Replace("http", "ws", StringComparison.Ordinal)), invoker, patience.Token);
        var connection = await opened.Task.WaitAsync(patience.Token);

        for (var seq = 1; seq < Rooms; seq++)
        {
            connection.Send(Encode(Room, MessageKind.Room, seq)).ShouldBeTrue();
        }

        connection.Send(Encode(Inbox, MessageKind.Event, 1)).ShouldBeTrue();
        connection.Send(Encode(Room, MessageKind.Room, Rooms)).ShouldBeTrue();
        connection.Send(Encode(Inbox, MessageKind.Event, 2, MessagePriority.High)).ShouldBeTrue();
        connection.Send(Encode(Inbox, MessageKind.Event, 3)).ShouldBeTrue();
        connection.Send(Encode(default, MessageKind.Broadcast, 0, MessagePriority.High)).ShouldBeTrue();

        var received = new List<string>();
        for (var i = 0; i < Rooms + 4; i++)
        {
            received.Add(await ReceiveAsync(client, patience.Token));
        }

        received.Where(name => name.StartsWith("Room", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(1, Rooms).Select(seq => $"Room {seq}"));
        received.Where(name => !name.StartsWith("Room", StringComparison.Ordinal)).ShouldBe(["Event 1", "Event 2", "Broadcast 0", "Event 3"]);
        received[^1].ShouldBe("Event 3", "it is not urgent, and came last");
        received.IndexOf("Broadcast 0").ShouldBeLessThan(FramesOnTheWay, "all that waited came after it");
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken patience)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = KernelBytes };
        await socket.ConnectAsync(context.DnsEndPoint, patience);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static WebApplication Serve(TaskCompletionSource<WebSocketConnection> opened)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = static endPoint =>
        {
            // Accepted sockets have the listener's buffer; with a size of its own it does not grow.
            var listener = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            listener.SendBufferSize = KernelBytes;
            return listener;
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSockets();
        builder.Services.Configure<SocketOptions>(options => (options.SendQueueFrames, options.WriteTimeout) = (1_000, TimeSpan.FromMinutes(1)));
        var app = builder.Build();
        app.Run(async context =>
        {
            var handshake = WebSocketHandshake.Evaluate(context, compression: false);
            var connection = context.RequestServices.GetRequiredService<SocketServices>().Create(await WebSocketUpgrade.AcceptAsync(context, handshake), compression: false);
            var running = connection.RunAsync(new RecordingHandler());
            opened.SetResult(connection);
            await running;
        });
        return app;
    }

    private OutboundFrame Encode(LogId log, MessageKind kind, long seq, MessagePriority priority = MessagePriority.Normal) => _encoder.Encode(
        log,
        new Message
        {
            Id = $"{kind} {seq}",
            Seq = seq,
            Kind = kind,
            Type = kind == MessageKind.Room ? null : "t",
            SenderId = "s",
            Priority = priority,
            Data = Encoding.UTF8.GetBytes($"\"{new string('x', FrameBytes)}\""),
        });

    private static async Task<string> ReceiveAsync(ClientWebSocket client, CancellationToken patience)
    {
        using var message = new MemoryStream();
        var buffer = new byte[FrameBytes];
        WebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(buffer, patience);
            message.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);

        using var json = System.Text.Json.JsonDocument.Parse(message.ToArray());
        return json.RootElement.GetProperty("id").GetString()!;
    }
}
