using System.Net.Sockets;
using System.Text;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

/// <summary>A client that writes bytes of its own choice, and reads to the end of the connection.</summary>
internal sealed class RawClient(Socket socket, CancellationToken patience) : IDisposable
{
    public const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    private const string Deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    private readonly List<byte> _received = [];

    public Socket Socket { get; } = socket;

    public static string Handshake(string query = "", bool deflate = false) =>
        $"GET /ws{query} HTTP/1.1\r\nHost: localhost\r\n{Upgrade}{(deflate ? Deflate : string.Empty)}\r\n";

    public static async Task<RawClient> ConnectAsync(EchoServer server) => new(await server.ConnectAsync(), server.Patience);

    /// <summary>One whose handshake is done.</summary>
    public static async Task<RawClient> OpenAsync(EchoServer server, bool deflate = false)
    {
        var client = await ConnectAsync(server);
        await client.SendTextAsync(Handshake(deflate: deflate));
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        return client;
    }

    public Task SendTextAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(params ReadOnlyMemory<byte>[] pieces)
    {
        foreach (var piece in pieces)
        {
            await Socket.SendAsync(piece, patience);
        }
    }

    /// <summary>Reads a response's head.</summary>
    public async Task<string> ReadHeadAsync()
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _received.RemoveRange(0, end + 4);
                return text[..(end + 4)];
            }

            (await ReadAsync()).ShouldBeGreaterThan(0, "the connection ended in the head: " + text);
        }
    }

    /// <summary>Reads frames until there are so many.</summary>
    public async Task<List<ServerFrame>> ReadFramesAsync(int count)
    {
        while (true)
        {
            var (frames, used) = ServerFrame.ParseComplete([.. _received]);
            if (frames.Count >= count)
            {
                _received.RemoveRange(0, used);
                return frames;
            }

            (await ReadAsync()).ShouldBeGreaterThan(0, $"the connection ended after {frames.Count} of {count} frames");
        }
    }

    /// <summary>Reads to the end, which must be an orderly one.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        while (await ReadAsync() > 0)
        {
        }

        return [.. _received];
    }

    public void Dispose() => Socket.Dispose();

    private async Task<int> ReadAsync()
    {
        var buffer = new byte[4096];
        var count = await Socket.ReceiveAsync(buffer, patience);
        _received.AddRange(buffer.AsSpan(0, count));
        return count;
    }
}
