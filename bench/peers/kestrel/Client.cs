using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Orleans.Realtime.Peers.Kestrel;

/// <summary>One connection: a loop that reads, a bounded channel, and a loop that writes what waits there, for a WebSocket takes one send at a time.</summary>
internal sealed class Client(WebSocket socket, Rooms rooms)
{
    private const int BufferBytes = 4096;
    private const int QueuedMessages = 16_384;

    private static readonly byte[] Joined = "{\"type\":\"joined\"}"u8.ToArray();

    private readonly Channel<byte[]> _outbound = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueuedMessages) { SingleReader = true });
    private readonly List<string> _rooms = [];

    /// <summary>Queues a message; a client that reads too slowly is cut off.</summary>
    public void Send(byte[] message)
    {
        if (!_outbound.Writer.TryWrite(message))
        {
            socket.Abort();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var writing = WriteAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client went without a word.
        }
        finally
        {
            _rooms.ForEach(room => rooms.Leave(room, this));
            _outbound.Writer.TryComplete();
            await writing;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                OnMessage(buffer.AsSpan(0, length));
                length = 0;
            }
            else if (length == buffer.Length)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, null, cancellationToken);
                return;
            }
        }
    }

    private void OnMessage(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var (joins, room, id) = (false, "", 0L);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                joins = reader.ValueTextEquals("join"u8);
            }
            else if (reader.ValueTextEquals("room"u8))
            {
                reader.Read();
                room = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetInt64();
            }
            else
            {
                reader.Skip();
            }
        }

        if (joins)
        {
            rooms.Join(room, this);
            _rooms.Add(room);
            Send(Joined);
            return;
        }

        rooms.Publish(room, this, message.ToArray());
        if (id != 0)
        {
            Send(Encoding.ASCII.GetBytes($"{{\"type\":\"ok\",\"id\":{id}}}"));
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outbound.Reader.ReadAllAsync(cancellationToken))
            {
                await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The reader sees the same end.
        }
    }
}
