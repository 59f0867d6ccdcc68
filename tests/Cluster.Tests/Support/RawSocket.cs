using System.Net.Sockets;
using System.Text;

namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>A WebSocket spoken by hand over TCP: for what a proper client would never send, and for readers that stop reading.</summary>
internal sealed class RawSocket : IDisposable
{
    private static readonly byte[] Mask = [0x11, 0x22, 0x33, 0x44];

    private readonly TcpClient _tcp = new();
    private NetworkStream _stream = null!;

    public static async Task<RawSocket> ConnectAsync(Uri uri, int receiveBufferBytes = 0)
    {
        var socket = new RawSocket();
        if (receiveBufferBytes > 0)
        {
            socket._tcp.ReceiveBufferSize = receiveBufferBytes;
        }

        await socket._tcp.ConnectAsync(uri.Host, uri.Port);
        socket._stream = socket._tcp.GetStream();
        socket._stream.ReadTimeout = (int)TestClient.Patience.TotalMilliseconds;
        await socket._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)await socket.ReadByteAsync());
        }

        head.ToString().ShouldStartWith("HTTP/1.1 101");
        return socket;
    }

    /// <summary>Sends a frame: the first byte as given (FIN, reserved bits, opcode).</summary>
    public async Task SendFrameAsync(byte firstByte, ReadOnlyMemory<byte> payload, bool masked = true)
    {
        var frame = new MemoryStream();
        frame.WriteByte(firstByte);
        var maskBit = masked ? 0x80 : 0;
        if (payload.Length < 126)
        {
            frame.WriteByte((byte)(maskBit | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.WriteByte((byte)(maskBit | 126));
            frame.Write([(byte)(payload.Length >> 8), (byte)payload.Length]);
        }
        else
        {
            frame.WriteByte((byte)(maskBit | 127));
            frame.Write([0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
        }

        var bytes = payload.ToArray();
        if (masked)
        {
            frame.Write(Mask);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= Mask[i % 4];
            }
        }

        frame.Write(bytes);
        await _stream.WriteAsync(frame.ToArray());
    }

    public Task SendTextAsync(string text) => SendFrameAsync(0x81, Encoding.UTF8.GetBytes(text));

    /// <summary>The next frame: opcode and payload; an opcode of -1 when the connection ended.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        try
        {
            var opcode = await ReadByteAsync() & 0x0F;
            long length = await ReadByteAsync() & 0x7F;
            if (length == 126)
            {
                length = (await ReadByteAsync() << 8) | await ReadByteAsync();
            }
            else if (length == 127)
            {
                length = 0;
                for (var i = 0; i < 8; i++)
                {
                    length = (length << 8) | (uint)await ReadByteAsync();
                }
            }

            var payload = new byte[length];
            await ReadExactlyAsync(payload);
            return (opcode, payload);
        }
        catch (IOException)
        {
            return (-1, []);
        }
    }

    /// <summary>Reads until the close frame and gives its code; 0 when the connection ended without one.</summary>
    public async Task<int> ReadCloseCodeAsync(Action<string>? onText = null)
    {
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            switch (opcode)
            {
                case -1:
                    return 0;
                case 1:
                    onText?.Invoke(Encoding.UTF8.GetString(payload));
                    break;
                case 8:
                    return payload.Length < 2 ? 1005 : (payload[0] << 8) | payload[1];
                default:
                    break;
            }
        }
    }

    public void Dispose() => _tcp.Dispose();

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private async ValueTask<int> ReadByteAsync()
    {
        if (_start == _end)
        {
            await FillAsync();
        }

        return _buffer[_start++];
    }

    private async Task ReadExactlyAsync(Memory<byte> target)
    {
        while (target.Length > 0)
        {
            if (_start == _end)
            {
                await FillAsync();
            }

            var count = Math.Min(target.Length, _end - _start);
            _buffer.AsMemory(_start, count).CopyTo(target);
            _start += count;
            target = target[count..];
        }
    }

    private async Task FillAsync()
    {
        using var patience = new CancellationTokenSource(TestClient.Patience);
        _start = 0;
        _end = await _stream.ReadAsync(_buffer, patience.Token);
        if (_end == 0)
        {
            throw new IOException("The connection ended.");
        }
    }
}
