using System.Diagnostics;
using System.Net;
using Orleans.Realtime.Load.Dialects;

namespace Orleans.Realtime.Load.Wire;

/// <summary>Drives all connections from one loop on one thread: opens them, publishes at a pace, reads, checks and counts.</summary>
internal sealed class Generator(Dialect dialect) : IReceiver, IDisposable
{
    private const int OpeningAtOnce = 64;
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(20);

    private readonly Poller _poller = new();
    private readonly List<Connection> _connections = [];
    private readonly HashSet<Connection> _blocked = [];
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private readonly byte[] _message = new byte[1024];
    private readonly byte[] _data = new byte[Stamp.DataBytes];
    private int _ready;
    private long _received;
    private long _now;

    public IReadOnlyList<Connection> Connections => _connections;

    public Tally Tally { get; } = new();

    /// <summary>Time without a single frame after which the rest counts as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Called for each message with its connection, after it was counted. Without it, all latencies are recorded; with it, none.</summary>
    public Action<Connection, Stamp>? Delivered { get; set; }

    /// <summary>Called for each answer with its connection, the id published with and the position given.</summary>
    public Action<Connection, long, long>? Replied { get; set; }

    /// <summary>Called for what the server refused, with the id published with; true if that is no fault.</summary>
    public Func<Connection, long, bool>? Refused { get; set; }

    /// <summary>Opens connections, the servers taking turns, and returns when all are in their rooms.</summary>
    /// <exception cref="IOException">The server refused one, or did not answer in time.</exception>
    public void Open(IReadOnlyList<IPEndPoint> servers, IEnumerable<Member> members)
    {
        var started = Stopwatch.GetTimestamp();
        var seen = _ready;
        foreach (var member in members)
        {
            var connection = Connection.Open(servers[_connections.Count % servers.Count], dialect, member);
            _poller.Add(connection.Descriptor, _connections.Count);
            _connections.Add(connection);
            AwaitReady(OpeningAtOnce);
        }

        AwaitReady(1);

        void AwaitReady(int below)
        {
            while (_connections.Count - _ready >= below)
            {
                Poll(1);
                if (_ready != seen)
                {
                    (seen, started) = (_ready, Stopwatch.GetTimestamp());
                }
                else if (Stopwatch.GetElapsedTime(started) > OpeningPatience)
                {
                    throw new IOException($"The server made {_ready} of {_connections.Count} connections and then none for {OpeningPatience.TotalSeconds} s. {Tally.FirstFault}");
                }
            }
        }
    }

    /// <summary>Publishes one message of 200 bytes.</summary>
    /// <param name="connection">Who publishes.</param>
    /// <param name="room">Where.</param>
    /// <param name="stamp">What.</param>
    /// <param name="id">With which the server shall answer; 0 for no answer.</param>
    public void Publish(Connection connection, string room, in Stamp stamp, long id = 0)
    {
        stamp.Write(_data);
        Send(connection, _message.AsSpan(0, dialect.Publish(_message, room, _data, id)));
    }

    /// <summary>Sends a frame of any kind.</summary>
    public void Send(Connection connection, ReadOnlySpan<byte> frame)
    {
        connection.Send(frame);
        if (connection.HasUnsent)
        {
            _blocked.Add(connection);
        }
    }

    /// <summary>Runs for a time, then until all has come or nothing did for <see cref="Patience"/>; answers how many turns were taken.</summary>
    /// <param name="duration">How long turns are taken.</param>
    /// <param name="turnsPerSecond">Their pace; a late turn is made up for.</param>
    /// <param name="turn">Takes the turn's number, from 0, and the time it was due.</param>
    /// <param name="complete">Whether all has come, for so many turns.</param>
    public int Run(TimeSpan duration, double turnsPerSecond, Action<int, long> turn, Func<int, bool> complete)
    {
        var begin = Stamp.Now;
        var length = (long)duration.TotalMicroseconds;
        var turns = 0;
        var (seen, quietSince) = (_received, begin);
        while (true)
        {
            var elapsed = Stamp.Now - begin;
            if (elapsed < length)
            {
                for (var due = (int)(elapsed * turnsPerSecond / 1e6); turns <= due && turnsPerSecond > 0; turns++)
                {
                    turn(turns, begin + (long)(turns * 1e6 / turnsPerSecond));
                }
            }
            else if (complete(turns))
            {
                return turns;
            }

            Poll(1);
            if (_received != seen || elapsed < length)
            {
                (seen, quietSince) = (_received, Stamp.Now);
            }
            else if (Stamp.Now - quietSince > Patience.TotalMicroseconds)
            {
                return turns;
            }
        }
    }

    /// <summary>Reads what comes within a time, publishing nothing.</summary>
    public void Rest(TimeSpan duration) => Run(duration, 0, (_, _) => { }, _ => true);

    /// <summary>Closes connections from this one on, without a word.</summary>
    public void CloseFrom(int index)
    {
        for (var i = index; i < _connections.Count; i++)
        {
            _poller.Remove(_connections[i].Descriptor);
            _connections[i].Dispose();
            _blocked.Remove(_connections[i]);
        }

        _connections.RemoveRange(index, _connections.Count - index);
        _ready = _connections.Count;
    }

    public void Dispose()
    {
        CloseFrom(0);
        _poller.Dispose();
    }

    void IReceiver.OnReady(Connection connection) => _ready++;

    void IReceiver.OnMessage(Connection connection, in Stamp stamp, long seq)
    {
        Tally.Deliver(connection, stamp, seq);
        _received++;
        if (Delivered is null)
        {
            Tally.Latencies.Add(_now - stamp.Time);
        }
        else
        {
            Delivered(connection, stamp);
        }
    }

    void IReceiver.OnReply(Connection connection, long id, long seq)
    {
        Tally.Reply();
        _received++;
        Replied?.Invoke(connection, id, seq);
    }

    void IReceiver.OnFault(Connection connection, long id, ReadOnlySpan<byte> frame)
    {
        _received++;
        if (Refused?.Invoke(connection, id) != true)
        {
            Tally.Fault(connection, frame);
        }
    }

    private void Poll(int milliseconds)
    {
        if (_blocked.Count > 0)
        {
            _blocked.RemoveWhere(connection => connection.Flush());
        }

        var count = _poller.Wait(milliseconds);
        for (var i = 0; i < count; i++)
        {
            var connection = _connections[_poller.IndexAt(i)];
            // Once for all messages that one read brings: they were there before.
            _now = Stamp.Now;
            if (!connection.Read(_buffer, this))
            {
                throw new IOException($"The server closed a connection. {Tally.FirstFault}");
            }

            if (connection.HasUnsent)
            {
                _blocked.Add(connection);
            }
        }
    }
}
