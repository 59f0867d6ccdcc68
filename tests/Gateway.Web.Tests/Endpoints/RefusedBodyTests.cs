using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Realtime.Gateway.Web.Tests.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Endpoints;

/// <summary>A body that is too large, of which much is still to come when it has been refused.</summary>
public sealed class RefusedBodyTests : IAsyncLifetime
{
    private const int Length = 4 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task KnownToBeTooLarge_IsAnswered_AndTheConnectionGoesOn()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = await ConnectAsync(patience.Token);

        await client.SendTextAsync(Head($"Content-Length: {Length}"));
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 413 ");

        await client.SendTextAsync(new string('x', Length));
        await ShouldGoOnAsync(client);
    }

    [Fact]
    public async Task FoundToBeTooLarge_IsAnswered_AndTheConnectionGoesOn()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = await ConnectAsync(patience.Token);
        var chunk = $"{Length / 2:x}\r\n{new string('x', Length / 2)}\r\n";

        await client.SendTextAsync(Head("Transfer-Encoding: chunked") + chunk);
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 413 ");

        await client.SendTextAsync(chunk + "0\r\n\r\n");
        await ShouldGoOnAsync(client);
    }

    private static string Head(string length) =>
        $"POST /api/v1/rooms/lobby/messages?{ApiServer.Service} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n";

    /// <summary>The next request is answered as well, and the connection ends in order.</summary>
    private static async Task ShouldGoOnAsync(RawClient client)
    {
        await client.SendTextAsync("GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Encoding.Latin1.GetString(await client.ReadToEndAsync()).ShouldContain("HTTP/1.1 404 ");
    }

    private async Task<RawClient> ConnectAsync(CancellationToken patience)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _server.Addresses[0].Port, patience);
        return new RawClient(socket, patience);
    }
}
