using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Realtime.Load.Dialects;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Bench.Tests.Support;

/// <summary>A connection of the generator whose server is the test.</summary>
internal sealed class Wiretap : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly Socket _server;
    private readonly Connection _connection;

    public Wiretap(Dialect dialect, Member member)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _connection = Connection.Open((IPEndPoint)listener.LocalEndpoint, dialect, member);
        _server = listener.AcceptSocket();
        Request = Encoding.ASCII.GetString(Receive());
        Write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"u8.ToArray());
    }

    public Recorder Recorder { get; } = new();

    public string Request { get; }

    public Connection Connection => _connection;

    /// <summary>What the connection has sent since it was asked last, each frame's text.</summary>
    public List<string> Sent()
    {
        var bytes = _server.Available > 0 ? Receive() : [];
        var sent = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            // Masked, and in these tests never longer than 64 KiB.
            var length = bytes[at + 1] & 0x7F;
            var head = length == 126 ? 4 : 2;
            length = length == 126 ? (bytes[at + 2] << 8) | bytes[at + 3] : length;
            var mask = bytes.AsSpan(at + head, 4).ToArray();
            sent.Add(Encoding.UTF8.GetString([.. bytes.AsSpan(at + head + 4, length).ToArray().Select((value, i) => (byte)(value ^ mask[i & 3]))]));
            at += head + 4 + length;
        }

        return sent;
    }

    /// <summary>The server sends frames of text, and the connection reads them.</summary>
    public void Receive(params string[] frames) => Write([.. frames.SelectMany(frame => Frame(frame))]);

    /// <summary>A frame as servers send it.</summary>
    public static byte[] Frame(string text, int opcode = FrameHeader.Text, bool final = true)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] head = payload.Length < 126 ? [(byte)payload.Length] : [126, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [(byte)((final ? 0x80 : 0) | opcode), .. head, .. payload];
    }

    /// <summary>Sends bytes in one piece, and lets the connection read all of them.</summary>
    public bool Write(byte[] bytes)
    {
        _server.Send(bytes);
        while (_connection.Available < bytes.Length)
        {
            Thread.Yield();
        }

        return _connection.Read(_buffer, Recorder);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
    }

    private byte[] Receive()
    {
        var count = _server.Receive(_buffer);
        return _buffer[..count];
    }
}
