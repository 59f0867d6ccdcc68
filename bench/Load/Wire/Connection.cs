using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Realtime.Load.Dialects;

namespace Orleans.Realtime.Load.Wire;

/// <summary>One WebSocket client: a handshake, then frames cut out of whatever bytes arrive. Nothing here waits, or allocates for a message.</summary>
internal sealed class Connection : IDisposable
{
    private const int HandshakeBytes = 4096;

    private readonly Socket _socket;
    private byte[] _rest = [];
    private byte[] _unsent = [];
    private bool _upgraded;

    private Connection(Socket socket, Dialect dialect, Member member)
    {
        _socket = socket;
        Descriptor = (int)socket.Handle;
        Dialect = dialect;
        Member = member;
        var logs = Math.Max(1, member.Rooms.Length);
        Numbers = new long[logs * member.PublishersPerRoom];
        Seqs = new long[logs];
    }

    public int Descriptor { get; }

    public Dialect Dialect { get; }

    public Member Member { get; }

    /// <summary>The number of the last message of each publisher.</summary>
    public long[] Numbers { get; }

    /// <summary>The position of the last message in each of its rooms, where the server gives any.</summary>
    public long[] Seqs { get; }

    /// <summary>The session's name, where the server has such.</summary>
    public string? Session { get; set; }

    /// <summary>Whether the server went on with an earlier session.</summary>
    public bool Resumed { get; set; }

    /// <summary>What a dialect keeps of the handshake: how many answers are awaited.</summary>
    public int Awaited { get; set; }

    /// <summary>The same: whether it said already who it is.</summary>
    public bool Entered { get; set; }

    /// <summary>Bytes of a protocol message that is not there in full, where messages do not end with frames.</summary>
    public byte[] Carry { get; set; } = [];

    /// <summary>Bytes that wait to be read.</summary>
    public int Available => _socket.Available;

    /// <summary>Bytes that the server did not take yet.</summary>
    public bool HasUnsent => _unsent.Length > 0;

    /// <summary>Connects and asks for the upgrade. What comes then is read by <see cref="Read"/>; <see cref="IReceiver.OnReady"/> tells of the end.</summary>
    public static Connection Open(IPEndPoint server, Dialect dialect, Member member)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(server);
            var connection = new Connection(socket, dialect, member);
            connection.SendRaw(Encoding.ASCII.GetBytes(
                $"GET {dialect.Target(member)} HTTP/1.1\r\nHost: {server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one message.</summary>
    public void Send(ReadOnlySpan<byte> payload) => SendFrame(Dialect.Opcode, payload);

    /// <summary>Sends what waits; false when some still does.</summary>
    public bool Flush()
    {
        if (_unsent.Length > 0)
        {
            _unsent = _unsent[SocketCalls.Send(Descriptor, _unsent)..];
        }

        return _unsent.Length == 0;
    }

    /// <summary>Reads what waits and hands each frame's payload to the dialect. False at the end of the connection.</summary>
    /// <param name="buffer">Lent for the call.</param>
    /// <param name="receiver">Takes what the dialect finds.</param>
    public bool Read(Span<byte> buffer, IReceiver receiver)
    {
        _rest.CopyTo(buffer);
        var received = SocketCalls.Receive(Descriptor, buffer[_rest.Length..]);
        if (received <= 0)
        {
            return received < 0;
        }

        ReadOnlySpan<byte> bytes = buffer[..(_rest.Length + received)];
        if (!_upgraded && !TryUpgrade(ref bytes, receiver))
        {
            _rest = bytes.ToArray();
            return true;
        }

        while (FrameHeader.TryRead(bytes, out var header) && bytes.Length >= header.HeaderBytes + header.PayloadBytes)
        {
            if (!OnFrame(header, bytes.Slice(header.HeaderBytes, header.PayloadBytes), receiver))
            {
                return false;
            }

            bytes = bytes[(header.HeaderBytes + header.PayloadBytes)..];
        }

        _rest = bytes.Length == 0 ? [] : bytes.ToArray();
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private bool OnFrame(in FrameHeader header, ReadOnlySpan<byte> payload, IReceiver receiver)
    {
        switch (header.Opcode)
        {
            case FrameHeader.Close:
                receiver.OnFault(this, 0, payload.Length < 2 ? "closed"u8 : payload[2..]);
                return false;
            case FrameHeader.Ping:
                SendFrame(FrameHeader.Pong, payload);
                return true;
            case FrameHeader.Pong:
                return true;
            default:
                Dialect.Read(this, header, payload, receiver);
                return true;
        }
    }

    private bool TryUpgrade(ref ReadOnlySpan<byte> bytes, IReceiver receiver)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return bytes.Length > HandshakeBytes ? throw new IOException("The server's answer to the upgrade does not end.") : false;
        }

        if (!bytes.StartsWith("HTTP/1.1 101"u8))
        {
            throw new IOException("The server refused the upgrade: " + Encoding.ASCII.GetString(bytes));
        }

        bytes = bytes[(end + 4)..];
        _upgraded = true;
        Dialect.OnUpgraded(this, receiver);
        return true;
    }

    private void SendFrame(int opcode, ReadOnlySpan<byte> payload)
    {
        var size = payload.Length + FrameHeader.MaxClientBytes;
        var frame = size <= 1024 ? stackalloc byte[1024] : new byte[size];
        SendRaw(frame[..FrameHeader.WriteMasked(frame, opcode, payload)]);
    }

    private void SendRaw(ReadOnlySpan<byte> bytes)
    {
        // In order: what waits goes first.
        var sent = _unsent.Length == 0 ? SocketCalls.Send(Descriptor, bytes) : 0;
        if (sent < bytes.Length)
        {
            _unsent = [.. _unsent, .. bytes[sent..]];
        }
    }
}
