using System.Net.WebSockets;
using System.Text;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A real server and the .NET client: what we read and write is what others write and read.</summary>
/// <param name="direct">Whether the listener takes the sockets, or the HTTP server.</param>
public abstract class KestrelInteropTests(bool direct) : IAsyncLifetime
{
    private EchoServer _server = null!;

    public async Task InitializeAsync() => _server = await EchoServer.StartAsync(direct);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_OfAllSizes_ComeBackAsTheyWent(bool deflate)
    {
        using var client = await ConnectAsync(deflate);
        foreach (var length in new[] { 0, 1, 125, 126, 1000, 65_535, 65_536, 300_000, 524_288 })
        {
            var text = string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(number => $"{number,8}"))[..length];
            await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _server.Patience);

            (await ReceiveAsync(client)).ShouldBe(text);
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", _server.Patience);
        (await _server.Closed).ShouldBe(new SocketClosure(SocketCloseInitiator.Client, 1000, "bye", null));
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Message_InFragments_ComesBackWhole()
    {
        using var client = await ConnectAsync(deflate: true);
        await client.SendAsync("first "u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, _server.Patience);
        await client.SendAsync("second"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, _server.Patience);

        (await ReceiveAsync(client)).ShouldBe("first second");
    }

    [Fact]
    public async Task ManyMessages_SentWithoutWaiting_ComeBackInOrder()
    {
        using var client = await ConnectAsync(deflate: false);
        var sending = Task.Run(async () =>
        {
            for (var number = 0; number < 5000; number++)
            {
                await client.SendAsync(Encoding.UTF8.GetBytes($"{number}"), WebSocketMessageType.Text, endOfMessage: true, _server.Patience);
            }
        });
        for (var number = 0; number < 5000; number++)
        {
            (await ReceiveAsync(client)).ShouldBe($"{number}");
        }

        await sending;
    }

    [Theory]
    [InlineData("too large", 1009)]
    [InlineData("binary", 1003)]
    [InlineData("not UTF-8", 1007)]
    public async Task Violation_ReachesTheClientAsItsCode(string fault, int code)
    {
        using var client = await ConnectAsync(deflate: false);
        var payload = fault switch
        {
            "too large" => new byte[600 * 1024],
            "binary" => new byte[10],
            _ => [0xFF, 0xFE],
        };
        await client.SendAsync(payload, fault == "binary" ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, _server.Patience);

        var result = await client.ReceiveAsync(new byte[100], _server.Patience);

        result.MessageType.ShouldBe(WebSocketMessageType.Close);
        ((int)result.CloseStatus!).ShouldBe(code);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _server.Patience);
        (await _server.Closed).Code.ShouldBe(code);
    }

    [Fact]
    public async Task ClientThatVanishes_EndsTheSocket()
    {
        using var client = await ConnectAsync(deflate: false);

        client.Abort();

        (await _server.Closed).Code.ShouldBe(1006);
    }

    [Fact]
    public async Task ServersAbort_EndsBothSides()
    {
        using var client = await ConnectAsync(deflate: false);
        await client.SendAsync("abort"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, _server.Patience);

        (await _server.Closed).Code.ShouldBe(1006);
        await Should.ThrowAsync<WebSocketException>(() => client.ReceiveAsync(new byte[100], _server.Patience));
    }

    [Fact]
    public async Task ClientThatDoesNotRead_CanReadItsCodeLater()
    {
        using var client = await ConnectAsync(deflate: false);
        await client.SendAsync("flood"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, _server.Patience);
        await _server.CutOff;

        var buffer = new byte[64 * 1024];
        var result = await client.ReceiveAsync(buffer, _server.Patience);
        while (result.MessageType != WebSocketMessageType.Close)
        {
            result = await client.ReceiveAsync(buffer, _server.Patience);
        }

        ((int)result.CloseStatus!).ShouldBe(4430);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _server.Patience);
        (await _server.Closed).Code.ShouldBe(4430);
    }

    [Fact]
    public async Task Request_ThatIsNoHandshake_GetsAnAnswer()
    {
        using var http = new HttpClient();

        var response = await http.GetAsync(new Uri(_server.Address, "/ws"), _server.Patience);

        ((int)response.StatusCode).ShouldBe(400);
    }

    private async Task<ClientWebSocket> ConnectAsync(bool deflate)
    {
        var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = deflate ? new WebSocketDeflateOptions() : null;
        client.Options.CollectHttpResponseDetails = true;
        await client.ConnectAsync(_server.SocketAddress, _server.Patience);
        (await _server.Opened).ShouldBe(direct ? typeof(TcpTransport) : typeof(StreamTransport));
        client.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions").ShouldBe(deflate);
        return client;
    }

    private async Task<string> ReceiveAsync(ClientWebSocket client)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var result = await client.ReceiveAsync(buffer, _server.Patience);
            result.MessageType.ShouldBe(WebSocketMessageType.Text);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }
}
