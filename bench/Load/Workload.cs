using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Orleans.Realtime.Load;

/// <summary>Drives connections from one epoll loop for a time: publishes at a fixed pace, checks and counts what comes back.</summary>
internal sealed class Workload
{
    private const int PayloadBytes = 200;

    private readonly List<Connection> _connections;
    private readonly Action<int> _publishTurn;
    private readonly double _turnsPerSecond;
    private readonly Action<Connection, long>? _onMessage;
    private readonly List<double> _latencies = [];
    private readonly byte[] _payload = new byte[512];

    /// <param name="connections">All clients.</param>
    /// <param name="turnsPerSecond">How often <paramref name="publishTurn"/> is called.</param>
    /// <param name="publishTurn">Publishes what is due; its argument counts the turns.</param>
    /// <param name="onMessage">Called for each room message with its send time.</param>
    public Workload(List<Connection> connections, double turnsPerSecond, Action<int> publishTurn, Action<Connection, long>? onMessage = null)
    {
        _connections = connections;
        _turnsPerSecond = turnsPerSecond;
        _publishTurn = publishTurn;
        _onMessage = onMessage;
    }

    public long Delivered { get; private set; }

    public long Replies { get; private set; }

    public long Faults { get; private set; }

    public int Turns { get; private set; }

    /// <summary>Whether a client's own messages leave holes in what it sees.</summary>
    public bool OwnMessagesAreSkipped { get; init; }

    public (double P50, double P99) Latency()
    {
        _latencies.Sort();
        return _latencies.Count == 0 ? (0, 0) : (_latencies[_latencies.Count / 2], _latencies[(int)(_latencies.Count * 0.99)]);
    }

    /// <summary>A room frame with the send time in its data, padded to 200 bytes of data.</summary>
    public static ReadOnlySpan<byte> RoomFrame(Span<byte> target, string room, long? id, long time)
    {
        var head = id is { } value ? string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"room\",\"id\":\"{value}\",\"room_id\":\"{room}\",\"data\":") : $"{{\"type\":\"room\",\"room_id\":\"{room}\",\"data\":";
        var data = string.Create(CultureInfo.InvariantCulture, $"{{\"t\":{time},\"p\":\"").PadRight(PayloadBytes - 2, 'x') + "\"}";
        return target[..Encoding.ASCII.GetBytes(head + data + "}", target)];
    }

    /// <summary>Runs for a time, then until what is under way has arrived or a second passed without anything.</summary>
    public void Run(TimeSpan duration, Func<bool>? complete = null)
    {
        var epoll = Epoll.Create();
        for (var i = 0; i < _connections.Count; i++)
        {
            Epoll.Register(epoll, _connections[i].Descriptor, i);
        }

        var entries = new Epoll.Event[1024];
        var buffer = new byte[1024 * 1024];
        var clock = Stopwatch.StartNew();
        var lastFrame = clock.Elapsed;
        while (true)
        {
            var now = clock.Elapsed;
            if (now < duration)
            {
                var due = (int)(now.TotalSeconds * _turnsPerSecond);
                while (Turns <= due)
                {
                    _publishTurn(Turns++);
                }
            }
            else if (complete?.Invoke() != false || now - lastFrame > TimeSpan.FromSeconds(1))
            {
                return;
            }

            var count = Epoll.Wait(epoll, entries, 1);
            for (var i = 0; i < count; i++)
            {
                var connection = _connections[(int)entries[i].Data];
                lastFrame = clock.Elapsed;
                if (!connection.Read(buffer, payload => OnFrame(connection, payload)))
                {
                    throw new IOException("The server closed a connection under load.");
                }
            }
        }
    }

    private void OnFrame(Connection connection, ReadOnlySpan<byte> frame)
    {
        if (frame.IndexOf("\"type\":\"room\""u8) < 0)
        {
            if (frame.IndexOf("\"type\":\"reply\""u8) >= 0)
            {
                Replies++;
            }
            else
            {
                Faults++;
                Console.Error.WriteLine(Encoding.UTF8.GetString(frame));
            }

            return;
        }

        Delivered++;
        var seq = Number(frame, "\"seq\":"u8);
        if (connection.LastSeq != 0 && (OwnMessagesAreSkipped ? seq <= connection.LastSeq : seq != connection.LastSeq + 1))
        {
            Faults++;
        }

        connection.LastSeq = seq;
        var sent = Number(frame, "\"t\":"u8);
        if ((Delivered & 15) == 0 || _onMessage is not null)
        {
            _latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        }

        _onMessage?.Invoke(connection, sent);
    }

    private static long Number(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key)
    {
        var at = frame.IndexOf(key);
        return at >= 0 && Utf8Parser.TryParse(frame[(at + key.Length)..], out long value, out _) ? value : -1;
    }
}
