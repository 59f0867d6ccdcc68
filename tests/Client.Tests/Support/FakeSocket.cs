using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Orleans.Realtime.Client.Tests.Support;

/// <summary>A socket whose other end is played by the test.</summary>
internal sealed class FakeSocket(Uri address, string? token) : WebSocket
{
    private readonly Channel<(byte[] Bytes, WebSocketMessageType Type)> _toClient = Channel.CreateUnbounded<(byte[] Bytes, WebSocketMessageType Type)>();
    private readonly List<JsonObject> _sent = [];
    private readonly List<JsonObject> _expected = [];
    private readonly Lock _gate = new();
    private (int Code, string Reason)? _closed;
    private ReadOnlyMemory<byte> _rest;

    public Uri Address { get; } = address;

    public string? Token { get; } = token;

    /// <summary>The code with which the client said goodbye; null while it has not.</summary>
    public int? Farewell { get; private set; }

    /// <summary>All that the client sent, in its order.</summary>
    public IReadOnlyList<JsonObject> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    public bool IsGone { get; private set; }

    public override WebSocketCloseStatus? CloseStatus => (WebSocketCloseStatus?)_closed?.Code;

    public override string? CloseStatusDescription => _closed?.Reason;

    public override WebSocketState State => IsGone ? WebSocketState.Closed : WebSocketState.Open;

    public override string? SubProtocol => null;

    public string? Query(string name) =>
        Address.Query.TrimStart('?').Split('&').Select(field => field.Split('=')).Where(field => field[0] == name).Select(field => Uri.UnescapeDataString(field[1])).FirstOrDefault();

    /// <summary>Sends a frame to the client.</summary>
    public void Send(string json) => _toClient.Writer.TryWrite((Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text));

    public void Send(JsonObject frame) => Send(frame.ToJsonString());

    /// <summary>The first frame.</summary>
    public void Accept(string session = "s1", string user = "u1", bool resumed = false, string inbox = """{"next_seq":1,"pending":0,"epoch":"i0"}""", string more = "") =>
        Send($$"""{"type":"connected","session_id":"{{session}}","user_id":"{{user}}","timestamp":1763690000,"resumed":{{(resumed ? "true" : "false")}},"instance_id":"gw-1","ping_interval_ms":50000,"unread":[],"inbox":{{inbox}}{{more}}}""");

    /// <summary>Closes as a server does.</summary>
    public void CloseByServer(int code, string reason = "")
    {
        _closed = (code, reason);
        _toClient.Writer.TryWrite(([], WebSocketMessageType.Close));
    }

    /// <summary>Breaks without a word.</summary>
    public void Break() => _toClient.Writer.TryComplete(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));

    /// <summary>The next frame of a type that was not asked for before, as soon as it comes.</summary>
    public async Task<JsonObject> NextAsync(string type)
    {
        JsonObject? found = null;
        await Until.TrueAsync(
            () =>
            {
                lock (_gate)
                {
                    found = _sent.Find(frame => (string?)frame["type"] == type && !_expected.Contains(frame));
                    if (found is not null)
                    {
                        _expected.Add(found);
                    }
                }

                return found is not null;
            },
            () => $"no '{type}' among {string.Join('\n', Sent.Select(frame => frame.ToJsonString()))}");
        return found!;
    }

    /// <summary>Answers the next frame of a type, with the fields of a JSON object.</summary>
    public async Task<JsonObject> ReplyAsync(string type, string fields = "{}")
    {
        var request = await NextAsync(type);
        Reply(request, fields);
        return request;
    }

    public void Reply(JsonObject request, string fields = "{}") => Answer($$"""{"type":"reply","id":"{{(string?)request["id"]}}","ok":true""", fields);

    public void Refuse(JsonObject request, string code, string fields = "{}") =>
        Answer($$"""{"type":"error","id":"{{(string?)request["id"]}}","code":"{{code}}","message":"refused" """, fields);

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var part = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(part.Count, part.MessageType, part.EndOfMessage);
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_rest.IsEmpty)
        {
            var (bytes, type) = await ReadAsync(cancellationToken);
            if (type == WebSocketMessageType.Close)
            {
                return new ValueWebSocketReceiveResult(0, type, endOfMessage: true);
            }

            _rest = bytes;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, _rest.IsEmpty);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _sent.Add(JsonNode.Parse(buffer)!.AsObject());
        }

        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Farewell = (int)closeStatus;
        if (_closed is null)
        {
            CloseByServer((int)closeStatus, "");
        }

        return Task.CompletedTask;
    }

    public override void Abort() => IsGone = true;

    public override void Dispose() => IsGone = true;

    private void Answer(string beginning, string fields) => Send(beginning + (fields == "{}" ? "}" : "," + fields[1..]));

    private async ValueTask<(byte[] Bytes, WebSocketMessageType Type)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _toClient.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw exception.InnerException ?? exception;
        }
    }
}
