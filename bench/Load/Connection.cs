using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Realtime.Load;

/// <summary>One WebSocket client: a handshake, then frames cut out of whatever bytes arrive. Parses no JSON.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

    private readonly Socket _socket;
    private byte[] _rest = [];

    private Connection(Socket socket)
    {
        _socket = socket;
        Descriptor = (int)socket.Handle;
    }

    public int Descriptor { get; }

    /// <summary>The last seq seen: the next must be larger, and exactly one larger where nothing of one's own lies between.</summary>
    public long LastSeq { get; set; }

    /// <summary>Connects and waits for the <c>connected</c> frame.</summary>
    public static Connection Open(IPEndPoint server, string query)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        socket.Send([.. Encoding.ASCII.GetBytes("GET /ws?" + query), .. Request]);
        var connection = new Connection(socket);
        var buffer = new byte[8 * 1024];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            length += ReceiveSome(socket, buffer, length);
        }

        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 101"u8))
        {
            throw new IOException("The server refused: " + Encoding.ASCII.GetString(buffer, 0, length));
        }

        connection._rest = buffer[(end + 4)..length];
        while (true)
        {
            var seen = false;
            connection.Cut([], payload => seen |= payload.IndexOf("\"type\":\"connected\""u8) >= 0);
            if (seen)
            {
                return connection;
            }

            length = ReceiveSome(socket, buffer, 0);
            connection._rest = [.. connection._rest, .. buffer.AsSpan(0, length)];
        }
    }

    /// <summary>Sends one text frame, masked with zeros: the server has the same work, the generator none.</summary>
    public void SendText(ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[payload.Length + 8];
        frame[0] = 0x81;
        int header;
        if (payload.Length < 126)
        {
            frame[1] = (byte)(0x80 | payload.Length);
            header = 2;
        }
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
            header = 4;
        }

        frame.Slice(header, 4).Clear();
        payload.CopyTo(frame[(header + 4)..]);
        Epoll.Send(Descriptor, frame[..(header + 4 + payload.Length)]);
    }

    /// <summary>Reads what waits and hands over each text frame's payload. False at the end of the connection.</summary>
    public bool Read(Span<byte> buffer, FrameAction onText)
    {
        var received = Epoll.Receive(Descriptor, buffer);
        if (received <= 0)
        {
            return received < 0;
        }

        Cut(buffer[..received], onText);
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private void Cut(ReadOnlySpan<byte> bytes, FrameAction onText)
    {
        if (_rest.Length > 0)
        {
            bytes = (byte[])[.. _rest, .. bytes];
            _rest = [];
        }

        while (TryCutFrame(ref bytes, out var opcode, out var payload))
        {
            if (opcode == 1)
            {
                onText(payload);
            }
            else if (opcode == 9)
            {
                SendPong(payload);
            }
        }

        _rest = bytes.ToArray();
    }

    private void SendPong(ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[6 + payload.Length];
        frame.Clear();
        frame[0] = 0x8A;
        frame[1] = (byte)(0x80 | payload.Length);
        payload.CopyTo(frame[6..]);
        Epoll.Send(Descriptor, frame);
    }

    private static bool TryCutFrame(ref ReadOnlySpan<byte> bytes, out int opcode, out ReadOnlySpan<byte> payload)
    {
        opcode = 0;
        payload = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        long length = bytes[1];
        var header = 2;
        if (length == 126)
        {
            header = 4;
            if (bytes.Length < header)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        else if (length == 127)
        {
            header = 10;
            if (bytes.Length < header)
            {
                return false;
            }

            length = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        }

        if (bytes.Length < header + length)
        {
            return false;
        }

        opcode = bytes[0] & 0x0F;
        payload = bytes.Slice(header, (int)length);
        bytes = bytes[(header + (int)length)..];
        return true;
    }

    private static int ReceiveSome(Socket socket, byte[] buffer, int offset)
    {
        var count = socket.Receive(buffer, offset, buffer.Length - offset, SocketFlags.None);
        return count > 0 ? count : throw new IOException("The server closed the connection.");
    }
}
