using System.Net;
using System.Net.Sockets;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Support;

/// <summary>A server behind something that handles one frame to one of its clients wrongly.</summary>
internal sealed class FaultyServer(Peer server, Fault fault) : Peer("faulty", "a broken server")
{
    private const int FaultyConnection = 3;
    private const int FaultyFrame = 10;
    private const int BufferBytes = 64 * 1024;

    private int _connections;

    public override Dialect NewDialect() => server.NewDialect();

    public override async Task<Deployment> StartAsync(Layout layout)
    {
        var deployment = await server.StartAsync(layout);
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync(listener, deployment.EndPoints[0]);
        return deployment with { EndPoints = [(IPEndPoint)listener.LocalEndpoint] };
    }

    private async Task AcceptAsync(TcpListener listener, IPEndPoint target)
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync();
            var upstream = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await upstream.ConnectAsync(target);
            _ = PumpAsync(client, upstream);
            _ = ++_connections == FaultyConnection ? BreakAsync(upstream, client) : PumpAsync(upstream, client);
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
        {
            await to.SendAsync(buffer.AsMemory(0, count));
        }

        to.Dispose();
    }

    /// <summary>Passes everything on frame by frame, but for one.</summary>
    private async Task BreakAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        var (length, frames, upgraded) = (0, 0, false);
        byte[] held = [];
        for (int count; (count = await from.ReceiveAsync(buffer.AsMemory(length))) > 0;)
        {
            length += count;
            for (int size; (size = NextSize(buffer.AsSpan(0, length), upgraded)) > 0; length -= size)
            {
                var frame = buffer[..size];
                buffer.AsSpan(size, length - size).CopyTo(buffer);
                upgraded = true;
                if (++frames != FaultyFrame || fault == Fault.None)
                {
                    await to.SendAsync((byte[])[.. frame, .. held]);
                    held = [];
                }
                else if (fault == Fault.Double)
                {
                    await to.SendAsync((byte[])[.. frame, .. frame]);
                }
                else if (fault == Fault.Swap)
                {
                    held = frame;
                }
            }
        }

        to.Dispose();
    }

    /// <summary>How long the first whole piece is: the answer to the upgrade, then frames. 0 when it is not there in full.</summary>
    private static int NextSize(ReadOnlySpan<byte> bytes, bool upgraded) =>
        !upgraded ? bytes.IndexOf("\r\n\r\n"u8) is var end and >= 0 ? end + 4 : 0
        : FrameHeader.TryRead(bytes, out var header) && bytes.Length >= header.HeaderBytes + header.PayloadBytes ? header.HeaderBytes + header.PayloadBytes : 0;
}
