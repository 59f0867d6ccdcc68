using System.Buffers.Text;
using System.Text;
using Orleans.Realtime.Load.Wire;

namespace Orleans.Realtime.Load.Dialects;

/// <summary>The NATS client protocol inside binary frames. A room is a subject; nobody hears what he himself publishes; an answer is the <c>+OK</c> of a verbose connection.</summary>
internal sealed class NatsDialect : StreamDialect
{
    public override int Opcode => FrameHeader.Binary;

    public override string Target(Member member) => "/";

    public override int Publish(Span<byte> target, string room, ReadOnlySpan<byte> data, long id) =>
        Join(target, $"PUB {room} {data.Length}\r\n", data, "\r\n"u8);

    protected override int RecordLength(ReadOnlySpan<byte> bytes)
    {
        var line = bytes.IndexOf("\r\n"u8);
        if (line < 0 || !bytes.StartsWith("MSG "u8))
        {
            return line < 0 ? 0 : line + 2;
        }

        var size = bytes[..line];
        return Utf8Parser.TryParse(size[(size.LastIndexOf((byte)' ') + 1)..], out int payload, out _)
            ? line + 2 + payload + 2
            : throw new InvalidDataException("A message without its size: " + Encoding.ASCII.GetString(size));
    }

    protected override void OnRecord(Connection connection, ReadOnlySpan<byte> record, IReceiver receiver)
    {
        if (record.StartsWith("MSG "u8))
        {
            if (!TryMessage(connection, record, 0, receiver))
            {
                receiver.OnFault(connection, 0, record);
            }
        }
        else if (record.StartsWith("+OK"u8))
        {
            // Joining is answered too; it is over with the first PONG.
            if (connection.Awaited == 0)
            {
                receiver.OnReply(connection, 0, 0);
            }
        }
        else if (record.StartsWith("PING"u8))
        {
            connection.Send("PONG\r\n"u8);
        }
        else if (record.StartsWith("PONG"u8))
        {
            OnAnswered(connection, receiver);
        }
        else if (record.StartsWith("INFO "u8))
        {
            Enter(connection);
        }
        else
        {
            receiver.OnFault(connection, 0, record);
        }
    }

    private static void Enter(Connection connection)
    {
        // A cluster tells of its members again and again.
        if (connection.Awaited != 0 || connection.Entered)
        {
            return;
        }

        (connection.Awaited, connection.Entered) = (1, true);
        var verbose = connection.Member.Acknowledged ? "true" : "false";
        var rooms = string.Concat(connection.Member.Rooms.Select((room, i) => $"SUB {room} {i + 1}\r\n"));
        connection.Send(Encoding.ASCII.GetBytes($"CONNECT {{\"verbose\":{verbose},\"pedantic\":false,\"echo\":false,\"lang\":\"bench\",\"version\":\"1\",\"protocol\":1}}\r\n{rooms}PING\r\n"));
    }
}
