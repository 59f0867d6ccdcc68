using System.Net;
using System.Net.WebSockets;
using System.Text;
using Orleans.Realtime.Client;

namespace Orleans.Realtime.Cli.Connections;

/// <summary>A socket that shows each frame it receives as it came, and takes frames of the user's own between those of the client.</summary>
internal sealed class TappedSocket(WebSocket inner, Action<string> received) : WebSocket
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly MemoryStream _frame = new();

    /// <inheritdoc />
    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    /// <inheritdoc />
    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    /// <inheritdoc />
    public override WebSocketState State => inner.State;

    /// <inheritdoc />
    public override string? SubProtocol => inner.SubProtocol;

    /// <summary>Opens a socket as the client itself would.</summary>
    /// <exception cref="RealtimeClientException">The server did not take the credentials.</exception>
    public static async Task<TappedSocket> OpenAsync(Uri address, string? token, Action<string> received, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        }

        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new TappedSocket(socket, received);
        }
        catch (WebSocketException fault)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw status == HttpStatusCode.Unauthorized ? new RealtimeClientException(RealtimeErrorCodes.Unauthorized, "The handshake was answered with HTTP 401.", fault) : fault;
        }
    }

    /// <summary>Sends a frame of the user's own.</summary>
    public Task SendRawAsync(string frame, CancellationToken cancellationToken) =>
        SendAsync(new ArraySegment<byte>(Encoding.UTF8.GetBytes(frame)), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <inheritdoc />
    public override void Abort() => inner.Abort();

    /// <inheritdoc />
    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc />
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc />
    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await inner.ReceiveAsync(buffer, cancellationToken);
        Take(buffer.AsSpan(0, result.Count), result.MessageType, result.EndOfMessage);
        return result;
    }

    /// <inheritdoc />
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await inner.ReceiveAsync(buffer, cancellationToken);
        Take(buffer.Span[..result.Count], result.MessageType, result.EndOfMessage);
        return result;
    }

    /// <inheritdoc />
    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    /// <inheritdoc />
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        // A socket takes one sender at a time, and each frame of the client is one call.
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        inner.Dispose();
        _sending.Dispose();
        _frame.Dispose();
    }

    private void Take(ReadOnlySpan<byte> bytes, WebSocketMessageType type, bool isEnd)
    {
        if (type != WebSocketMessageType.Text)
        {
            return;
        }

        _frame.Write(bytes);
        if (isEnd)
        {
            received(Encoding.UTF8.GetString(_frame.GetBuffer(), 0, (int)_frame.Length));
            _frame.SetLength(0);
        }
    }
}
