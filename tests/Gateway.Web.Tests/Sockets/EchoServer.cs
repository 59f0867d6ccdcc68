using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Gateway.Web.Endpoints;
using Orleans.Realtime.Gateway.Web.Hosting;
using Orleans.Realtime.Gateway.Web.Listening;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>
/// A real server with our listeners, and with WebSockets that send back what comes, taken by the listener or by the HTTP server. "abort" drops the
/// connection, "flood" sends until the client is cut off. Whoever asks with <c>?refuse</c> is not let in.
/// </summary>
internal sealed class EchoServer : IWebSocketAdmission, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SocketServices _sockets;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly TaskCompletionSource<SocketClosure> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Type> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cutOff = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EchoServer(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.AddHttpServer();
        builder.Services.AddSockets().AddListening().AddSingleton<IWebSocketAdmission>(this);
        _app = builder.Build();
        _app.UseProblems();
        _app.MapRealtimeSocket();
        _app.MapGet("/plain", () => Results.Text("plain"));
        _sockets = _app.Services.GetRequiredService<SocketServices>();
    }

    /// <summary>The first address.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>All addresses.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(url => new Uri(url))];

    /// <summary>The same for WebSockets.</summary>
    public Uri SocketAddress => new UriBuilder(Address) { Scheme = Address.Scheme == "https" ? "wss" : "ws", Path = "/ws" }.Uri;

    public CancellationToken Patience => _patience.Token;

    /// <summary>What the first socket runs on. A client may know of its handshake before that is decided.</summary>
    public Task<Type> Opened => _opened.Task.WaitAsync(Patience);

    /// <summary>How the first socket ended.</summary>
    public Task<SocketClosure> Closed => _closed.Task.WaitAsync(Patience);

    /// <summary>A client was too slow.</summary>
    public Task CutOff => _cutOff.Task.WaitAsync(Patience);

    /// <summary>What the sockets run on.</summary>
    public ConcurrentQueue<Type> Transports { get; } = [];

    /// <summary>The clients' addresses, as admission saw them.</summary>
    public ConcurrentQueue<string> Remotes { get; } = [];

    /// <summary>Requests that were judged.</summary>
    public ConcurrentQueue<HttpRequest> Requests { get; } = [];

    public static async Task<EchoServer> StartAsync(bool direct = true, Action<SocketOptions>? configure = null, Action<WebApplicationBuilder>? build = null, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Http:DirectWebSockets", direct ? "true" : "false"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)));
        if (configure is not null)
        {
            builder.Services.PostConfigure(configure);
        }

        build?.Invoke(builder);
        var server = new EchoServer(builder);
        await server._app.StartAsync(server.Patience);
        return server;
    }

    public Task StopAsync() => _app.StopAsync(Patience);

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port, Patience);
        return socket;
    }

    public ValueTask<WebSocketJudgement> JudgeAsync(HttpContext request)
    {
        Requests.Enqueue(request.Request);
        Remotes.Enqueue($"{request.Connection.RemoteIpAddress}");
        if (request.Request.Query.ContainsKey("refuse"))
        {
            return new(WebSocketJudgement.Refuse("unauthorized", "Asked for it."));
        }

        var handshake = WebSocketHandshake.Evaluate(request, _sockets.Options.Compression);
        return new(handshake.IsAccepted ? WebSocketJudgement.Accept(handshake, null) : WebSocketJudgement.Refuse("bad_request", handshake.Fault, handshake));
    }

    public Task RunAsync(WebSocketJudgement accepted, SocketTransport transport, ReadOnlySpan<byte> received)
    {
        Transports.Enqueue(transport.GetType());
        _opened.TrySetResult(transport.GetType());
        return RunAsync(_sockets.Create(transport, accepted.Handshake!.Compression, received));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _patience.Dispose();
    }

    private async Task RunAsync(WebSocketConnection connection)
    {
        var handler = new RecordingHandler();
        handler.OnMessage = message =>
        {
            if (message.Span.SequenceEqual("abort"u8))
            {
                connection.Abort();
            }
            else if (message.Span.SequenceEqual("flood"u8))
            {
                // Until all buffers are full, the kernels' and ours.
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
}
