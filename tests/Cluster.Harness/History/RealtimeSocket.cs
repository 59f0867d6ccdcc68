using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>One WebSocket to a gateway: frames out in order, frames in one at a time.</summary>
internal sealed class RealtimeSocket : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<string> _outgoing = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private readonly TimeProvider _time;
    private readonly MemoryStream _message = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Task _sending = Task.CompletedTask;
    private long _lastReceived;

    private RealtimeSocket(TimeProvider time)
    {
        _time = time;
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    /// <summary>Why the server closed, if it did.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>How long nothing came.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    public static async Task<RealtimeSocket> ConnectAsync(Uri uri, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new RealtimeSocket(time);
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket._socket.ConnectAsync(uri, both.Token);
        }
        catch
        {
            socket._socket.Dispose();
            throw;
        }

        Volatile.Write(ref socket._lastReceived, time.GetTimestamp());
        socket._sending = socket.SendAllAsync();
        return socket;
    }

    /// <summary>Queues a frame behind those that were queued before.</summary>
    public void Send(string frame) => _outgoing.Writer.TryWrite(frame);

    /// <summary>Ends the socket without a word: what comes from now on is not received.</summary>
    public void Abort()
    {
        _outgoing.Writer.TryComplete();
        _socket.Abort();
    }

    /// <summary>The next frame, or null when the server closed.</summary>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    public async Task<JsonDocument?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _message.SetLength(0);
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer, cancellationToken);
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(_message.ToArray());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await _sending;
        _socket.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync())
            {
                await _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or ObjectDisposedException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The reading side sees the end of the socket and tells it.
        }
    }
}
