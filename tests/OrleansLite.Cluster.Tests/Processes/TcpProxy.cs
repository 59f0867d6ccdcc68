using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>
/// Stands where a silo says that it is, and passes on what comes to the same port of another loopback address. Can cut connections, or swallow bytes as a network
/// that is down does: nobody is told.
/// </summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public TcpProxy()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Target = new(IPAddress.Parse("127.0.0.2"), Port);
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Where the silo listens.</summary>
    public IPEndPoint Target { get; }

    /// <summary>Whether what comes from a caller, or goes to it, vanishes.</summary>
    public Func<IPEndPoint, bool> Swallows { get; set; } = _ => false;

    /// <summary>Ends all connections; new ones may be made.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys)
        {
            Close(socket);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket caller)
    {
        var silo = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        caller.NoDelay = true;
        _sockets[caller] = _sockets[silo] = true;
        try
        {
            var end = (IPEndPoint)caller.RemoteEndPoint!;
            await silo.ConnectAsync(Target);
            await Task.WhenAny(CopyAsync(caller, silo, end), CopyAsync(silo, caller, end));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The silo is gone, or was cut off meanwhile.
        }

        Close(caller);
        Close(silo);
    }

    private async Task CopyAsync(Socket from, Socket to, IPEndPoint caller)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                for (var sent = 0; sent < count && !Swallows(caller);)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            while (Swallows(caller))
            {
                // Nor does the end of a connection get through.
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One side is gone; the other is told by closing it.
        }
    }

    private void Close(Socket socket)
    {
        if (_sockets.TryRemove(socket, out _))
        {
            socket.LingerState = new(true, 0);
            socket.Dispose();
        }
    }
}
