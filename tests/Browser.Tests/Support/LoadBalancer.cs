using System.Net;
using System.Net.Sockets;

namespace Orleans.Realtime.Browser.Tests.Support;

/// <summary>
/// What stands before the gateways in earnest: an address of its own, from which every connection is passed on to the first gateway that
/// accepts it. A connection ends when either side does.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<Uri> _gateways;
    private readonly Task _accepting;

    /// <summary>Before these gateways.</summary>
    public LoadBalancer(IEnumerable<Uri> gateways)
    {
        _gateways = [.. gateways];
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            foreach (var gateway in _gateways)
            {
                using var server = new TcpClient();
                try
                {
                    await server.ConnectAsync(gateway.Host, gateway.Port, _stopping.Token);
                }
                catch (SocketException)
                {
                    continue;
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                await Task.WhenAny(PassAsync(client, server), PassAsync(server, client));
                return;
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), _stopping.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away: so does the connection.
        }
    }
}
