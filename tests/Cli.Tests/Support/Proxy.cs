using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Realtime.Cli.Tests.Support;

/// <summary>Stands between the tool and the server, so that a test can cut what is between them.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly Uri _server;

    public Proxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Ends every connection, without a word of its protocol; new ones are taken.</summary>
    public void Cut()
    {
        foreach (var client in _open)
        {
            client.Dispose();
        }
    }

    /// <summary>The same, and nothing is taken any more.</summary>
    public void Stop()
    {
        _listener.Stop();
        Cut();
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                _open.Add(near);
                _open.Add(far);
                await far.ConnectAsync(_server.Host, _server.Port);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        to.Dispose();
    }
}
