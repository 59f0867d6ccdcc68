using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>Browsers open WebSockets over HTTP/2 (RFC 8441) where a server with TLS speaks it; here it is spoken in the clear.</summary>
public sealed class Http2InteropTests
{
    [Fact]
    public async Task Messages_OverHttp2_ComeBackAsTheyWent()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddSockets();
        await using var app = builder.Build();
        var closed = new TaskCompletionSource<SocketClosure>(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Run(async context =>
        {
            var handshake = WebSocketHandshake.Evaluate(context, compression: true);
            handshake.IsAccepted.ShouldBeTrue();
            var transport = await WebSocketUpgrade.AcceptAsync(context, handshake);
            var connection = context.RequestServices.GetRequiredService<SocketServices>().Create(transport, handshake.Compression);
            var handler = new RecordingHandler();
            handler.OnMessage = message =>
            {
                connection.Send(OutboundFrame.Text(message.Span));
                return ValueTask.CompletedTask;
            };
            closed.SetResult(await connection.RunAsync(handler));
        });
        await app.StartAsync(patience.Token);

        using var client = new ClientWebSocket();
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await client.ConnectAsync(new Uri(app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal)), invoker, patience.Token);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        var buffer = new byte[100];
        var result = await client.ReceiveAsync(buffer, patience.Token);

        buffer.AsSpan(0, result.Count).SequenceEqual("hello"u8).ShouldBeTrue();
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", patience.Token);
        (await closed.Task.WaitAsync(patience.Token)).ShouldBe(new SocketClosure(SocketCloseInitiator.Client, 1000, "bye", null));
    }
}
