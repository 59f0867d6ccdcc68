using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A real server and the .NET client: what we read and write is what others write and read.</summary>
public sealed class KestrelInteropTests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource<SocketClosure> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cutOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));
    private Uri _address = new("ws://localhost");

    public KestrelInteropTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSockets();
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _address = new Uri(address.Replace("http", "ws", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _patience.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_OfAllSizes_ComeBackAsTheyWent(bool deflate)
    {
        using var client = await ConnectAsync(deflate);
        foreach (var length in new[] { 0, 1, 125, 126, 1000, 65_535, 65_536, 300_000, 524_288 })
        {
            var text = string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(number => $"{number,8}"))[..length];
            await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

            (await ReceiveAsync(client)).ShouldBe(text);
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", _patience.Token);
        (await _closed.Task.WaitAsync(_patience.Token)).ShouldBe(new SocketClosure(SocketCloseInitiator.Client, 1000, "bye", null));
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Message_InFragments_ComesBackWhole()
    {
        using var client = await ConnectAsync(deflate: true);
        await client.SendAsync("first "u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, _patience.Token);
        await client.SendAsync("second"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

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
                await client.SendAsync(Encoding.UTF8.GetBytes($"{number}"), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);
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
        await client.SendAsync(payload, fault == "binary" ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

        var result = await client.ReceiveAsync(new byte[100], _patience.Token);

        result.MessageType.ShouldBe(WebSocketMessageType.Close);
        ((int)result.CloseStatus!).ShouldBe(code);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        (await _closed.Task.WaitAsync(_patience.Token)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task ClientThatVanishes_EndsTheSocket()
    {
        using var client = await ConnectAsync(deflate: false);

        client.Abort();

        (await _closed.Task.WaitAsync(_patience.Token)).Code.ShouldBe(1006);
    }

    [Fact]
    public async Task ServersAbort_EndsBothSides()
    {
        using var client = await ConnectAsync(deflate: false);
        await client.SendAsync("abort"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

        (await _closed.Task.WaitAsync(_patience.Token)).Code.ShouldBe(1006);
        await Should.ThrowAsync<WebSocketException>(() => client.ReceiveAsync(new byte[100], _patience.Token));
    }

    [Fact]
    public async Task ClientThatDoesNotRead_CanReadItsCodeLater()
    {
        using var client = await ConnectAsync(deflate: false);
        await client.SendAsync("flood"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);
        await _cutOff.Task.WaitAsync(_patience.Token);

        var buffer = new byte[64 * 1024];
        var result = await client.ReceiveAsync(buffer, _patience.Token);
        while (result.MessageType != WebSocketMessageType.Close)
        {
            result = await client.ReceiveAsync(buffer, _patience.Token);
        }

        ((int)result.CloseStatus!).ShouldBe(4430);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        (await _closed.Task.WaitAsync(_patience.Token)).Code.ShouldBe(4430);
    }

    [Fact]
    public async Task Request_ThatIsNoHandshake_GetsAnAnswer()
    {
        using var http = new HttpClient();

        var response = await http.GetAsync(new Uri(_address.ToString().Replace("ws", "http", StringComparison.Ordinal)), _patience.Token);

        ((int)response.StatusCode).ShouldBe(400);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var handshake = WebSocketHandshake.Evaluate(context, compression: true);
        if (!handshake.IsAccepted)
        {
            WebSocketUpgrade.PrepareRefusal(context, handshake);
            await context.Response.WriteAsync(handshake.Fault);
            return;
        }

        var transport = await WebSocketUpgrade.AcceptAsync(context, handshake);
        var connection = context.RequestServices.GetRequiredService<SocketServices>().Create(transport, handshake.Compression);
        var handler = new RecordingHandler();
        handler.OnMessage = message =>
        {
            if (message.Span.SequenceEqual("abort"u8))
            {
                connection.Abort();
            }
            else if (message.Span.SequenceEqual("flood"u8))
            {
                // Until the kernel's buffers, Kestrel's and ours are full.
                var frame = TestSocket.Frame(new string('x', 10_000));
                while (connection.Send(frame))
                {
                }

                _cutOff.SetResult();
            }
            else
            {
                connection.Send(OutboundFrame.Text(message.Span));
            }

            return ValueTask.CompletedTask;
        };
        _closed.TrySetResult(await connection.RunAsync(handler));
    }

    private async Task<ClientWebSocket> ConnectAsync(bool deflate)
    {
        var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = deflate ? new WebSocketDeflateOptions() : null;
        client.Options.CollectHttpResponseDetails = true;
        await client.ConnectAsync(_address, _patience.Token);
        client.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions").ShouldBe(deflate);
        return client;
    }

    private async Task<string> ReceiveAsync(ClientWebSocket client)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var result = await client.ReceiveAsync(buffer, _patience.Token);
            result.MessageType.ShouldBe(WebSocketMessageType.Text);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }
}
