using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>A WebSocket client that keeps every frame it got, in order, as text.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<string> _frames = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _reading = new();
    private readonly Queue<string> _held = new();
    private Task _reader = Task.CompletedTask;

    private TestClient()
    {
    }

    public string SessionId { get; private set; } = "";

    public JsonObject Connected { get; private set; } = [];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<TestClient> ConnectAsync(Uri uri, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new TestClient();
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(client._socket.Options);
        using var patience = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(uri, patience.Token);
        client._reader = client.ReadAllAsync();
        try
        {
            client.Connected = await client.ReceiveAsync();
            client.Connected["type"]!.GetValue<string>().ShouldBe("connected");
            client.SessionId = client.Connected["session_id"]!.GetValue<string>();
        }
        catch (ChannelClosedException)
        {
            // Closed before the first frame: the test looks at the close code.
        }

        return client;
    }

    public Task SendAsync(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SendAsync(byte[] data, WebSocketMessageType type, bool endOfMessage = true) => _socket.SendAsync(data, type, endOfMessage, CancellationToken.None);

    /// <summary>The next frame as it was on the wire.</summary>
    public async Task<string> ReceiveTextAsync(TimeSpan? patience = null)
    {
        if (_held.TryDequeue(out var held))
        {
            return held;
        }

        using var cancellation = new CancellationTokenSource(patience ?? Patience);
        try
        {
            return await _frames.Reader.ReadAsync(cancellation.Token);
        }
        catch (OperationCanceledException cancelled)
        {
            throw new TimeoutException("No frame came.", cancelled);
        }
    }

    public async Task<JsonObject> ReceiveAsync(TimeSpan? patience = null) => JsonNode.Parse(await ReceiveTextAsync(patience))!.AsObject();

    /// <summary>The next frame of a type, which must come before any other type than those to be passed over.</summary>
    public async Task<JsonObject> ReceiveAsync(string type, params string[] passOver)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            var actual = frame["type"]!.GetValue<string>();
            if (actual == type)
            {
                return frame;
            }

            passOver.ShouldContain(actual, "unexpected frame: " + frame.ToJsonString());
        }
    }

    /// <summary>Sends a frame that carries an id, and gives its reply or error. Other frames in between are received afterwards, in their order.</summary>
    public async Task<JsonObject> RequestAsync(string frame)
    {
        var id = JsonNode.Parse(frame)!["id"]!.GetValue<string>();
        await SendAsync(frame);
        var others = new List<string>();
        while (true)
        {
            var text = await ReceiveTextAsync();
            var answer = JsonNode.Parse(text)!.AsObject();
            if (answer["type"]!.GetValue<string>() is "reply" or "error" && answer["id"]?.GetValue<string>() == id)
            {
                foreach (var other in others)
                {
                    _held.Enqueue(other);
                }

                return answer;
            }

            others.Add(text);
        }
    }

    /// <summary>Proves that nothing more came: whatever the server sent before it answered this ping has arrived.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReceiveUntilPongAsync()
    {
        await SendAsync("""{"type":"ping"}""");
        var frames = new List<JsonObject>();
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame["type"]!.GetValue<string>() == "pong")
            {
                return frames;
            }

            frames.Add(frame);
        }
    }

    /// <summary>What came before the answer to a ping (repeated while the server limits this client too), or before the server closed.</summary>
    public async Task<(IReadOnlyList<JsonObject> Errors, int CloseCode)> ReceiveUntilPongOrCloseAsync()
    {
        var errors = new List<JsonObject>();
        await SendAsync("""{"type":"ping","id":"done"}""").IgnoreSendErrors();
        try
        {
            while (true)
            {
                var frame = await ReceiveAsync();
                switch (frame["type"]!.GetValue<string>())
                {
                    case "pong":
                        return (errors, 0);
                    case "error" when frame["id"]?.GetValue<string>() == "done":
                        errors.Add(frame);
                        using (var wait = new PeriodicTimer(TimeSpan.FromMilliseconds(frame["retry_after_ms"]!.GetValue<int>() + 1)))
                        {
                            await wait.WaitForNextTickAsync();
                        }

                        await SendAsync("""{"type":"ping","id":"done"}""").IgnoreSendErrors();
                        break;
                    case "error":
                        errors.Add(frame);
                        break;
                    default:
                        break;
                }
            }
        }
        catch (ChannelClosedException)
        {
            return (errors, (int)_socket.CloseStatus.GetValueOrDefault());
        }
    }

    /// <summary>Passes over frames until one fulfils the condition.</summary>
    public async Task<JsonObject> ReceiveUntilAsync(Func<JsonObject, bool> condition)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (condition(frame))
            {
                return frame;
            }
        }
    }

    /// <summary>Waits until the server closed, passing over what still came.</summary>
    public async Task<int> WaitForCloseAsync(TimeSpan? patience = null)
    {
        using var cancellation = new CancellationTokenSource(patience ?? Patience);
        while (await _frames.Reader.WaitToReadAsync(cancellation.Token))
        {
            while (_frames.Reader.TryRead(out _))
            {
            }
        }

        return (int)_socket.CloseStatus.GetValueOrDefault();
    }

    public async Task CloseAsync()
    {
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _reader;
    }

    /// <summary>The socket dies without a word, as when a phone leaves the network.</summary>
    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        await _reading.CancelAsync();
        _socket.Abort();
        await _reader;
        _socket.Dispose();
        _reading.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, _reading.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                    {
                        await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    }

                    break;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    _frames.Writer.TryWrite(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The socket ended; what the test expects of that it asks of CloseStatus.
        }
        finally
        {
            _frames.Writer.TryComplete();
        }
    }
}
