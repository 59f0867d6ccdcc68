using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Lite.Messaging;
using Orleans.Runtime;

namespace Orleans.Lite.Tcp;

/// <summary>
/// Moves messages over TCP: one connection to each other process, opened when it is first needed. A silo listens; a client is reached over the connections it made.
/// What is sent to the own node does not leave the process.
/// </summary>
internal sealed partial class TcpTransport(ClusterOptions cluster, TcpOptions options, TimeProvider clock, ILogger logger) : IMessageTransport, IDisposable
{
    private readonly ConcurrentDictionary<SiloAddress, TcpConnection> _current = new();
    private readonly ConcurrentDictionary<TcpConnection, bool> _all = new();
    private readonly ConcurrentDictionary<SiloAddress, long> _unreachable = new();
    private readonly Hello _hello = new(Hello.CurrentProtocol, cluster.ClusterId, cluster.ServiceId, SiloAddress.Zero, null);
    private Socket? _listener;
    private SiloAddress _address = SiloAddress.Zero;
    private IMessageReceiver? _receiver;
    private readonly ManualResetEvent _ended = new(initialState: false);
    private long _lastRun;
    private long _lastTick;
    private volatile bool _closed;
    private volatile ImmutableHashSet<SiloAddress> _former = [];

    /// <summary>Raised when another node was lost.</summary>
    public event Action<SiloAddress, PeerLoss>? PeerLost;

    /// <summary>Raised when this process did not run for longer than others wait for it.</summary>
    public event Action? Paused;

    public TcpOptions Options => options;

    public TimeProvider Clock => clock;

    /// <summary>Whom to stay connected with, so that their loss is noticed. Two that call each other at once have two connections, which does no harm.</summary>
    public Func<IEnumerable<SiloAddress>> Neighbours { get; set; } = () => [];

    /// <summary>Begins to listen, on a free port if it is 0.</summary>
    /// <returns>The port.</returns>
    public int Listen(IPEndPoint endpoint)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endpoint);
        listener.Listen(512);
        _listener = listener;
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    public void Open(SiloAddress address, IMessageReceiver receiver)
    {
        _address = address;
        _receiver = receiver;
        _lastRun = _lastTick = clock.GetTimestamp();
        new Thread(TickAgainAndAgain) { IsBackground = true, Name = "Orleans signs of life" }.Start();
        if (_listener is not null)
        {
            _ = AcceptAllAsync(_listener);
        }
    }

    /// <summary>Goes on as another run: all that was connected to the one before is cut off.</summary>
    public void Rename(SiloAddress address)
    {
        _former = _former.Add(_address);
        _address = address;
        CloseAll(abort: true);
    }

    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (_all.Keys.Any(connection => connection is { IsEstablished: true, Queued: > 0 }))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, cancellationToken);
        }
    }

    public void Close(SiloAddress address) => End(abort: false);

    public void Abort(SiloAddress address) => End(abort: true);

    public void Dispose() => End(abort: false);

    public bool TrySend(SiloAddress target, IMessage message)
    {
        if (target.Equals(_address) || _former.Contains(target))
        {
            _receiver!.Receive(message);
            return true;
        }

        return Connection(target)?.TrySend(message) == true;
    }

    /// <summary>Connects if there is no connection; what becomes of it is told by <see cref="PeerLost"/>.</summary>
    public void Probe(SiloAddress target)
    {
        if (!target.Equals(_address))
        {
            Connection(target);
        }
    }

    /// <summary>Whether a silo was heard just now.</summary>
    public bool Hears(SiloAddress peer) =>
        _all.Keys.Any(connection => connection.IsEstablished && connection.Peer.Equals(peer) && connection.Silence < options.Silence / 2);

    /// <summary>Called with what comes: notices a pause before anything of it is taken.</summary>
    public void OnReceived() => NoticePause(clock.GetTimestamp());

    public void OnClosed(TcpConnection connection, PeerLoss loss, Exception? cause)
    {
        _all.TryRemove(connection, out _);
        var wasCurrent = _current.TryRemove(new(connection.Peer, connection));
        if (_closed || _receiver is not { } receiver)
        {
            return;
        }

        if (!connection.IsEstablished || connection.Peer.IsClient)
        {
            _unreachable[connection.Peer] = clock.GetTimestamp();
        }

        LogLost(logger, connection.Peer, loss, cause?.Message ?? "the other side closed the connection");

        // Answers to what went out on one connection come back on it, so all connections to a node stand and fall together.
        foreach (var other in _all.Keys.Where(other => other.Peer.Equals(connection.Peer) && other.IsEstablished))
        {
            if (connection.IsEstablished)
            {
                other.Close(loss, cause);
            }
            else
            {
                _current.TryAdd(connection.Peer, other);
            }
        }

        if (wasCurrent || connection.IsEstablished)
        {
            receiver.Lost(connection.Peer);
            PeerLost?.Invoke(connection.Peer, loss);
        }
    }

    private TcpConnection? Connection(SiloAddress target)
    {
        if (_current.TryGetValue(target, out var known))
        {
            return known;
        }

        if (_closed || IsUnreachable(target))
        {
            return null;
        }

        var made = new TcpConnection(this, target);
        var current = _current.GetOrAdd(target, made);
        if (ReferenceEquals(current, made))
        {
            _all[made] = true;
            if (!target.IsClient)
            {
                _ = ConnectAsync(made);
            }
        }

        return current;
    }

    /// <summary>A client is not called back: it is gone until it connects again. A silo may be tried again soon.</summary>
    private bool IsUnreachable(SiloAddress target) =>
        _unreachable.TryGetValue(target, out var since) && (target.IsClient || clock.GetElapsedTime(since) < options.Backoff);

    /// <summary>On a thread of its own: a pool that has too much to do must not look like death to others, nor they to it.</summary>
    private void TickAgainAndAgain()
    {
        while (!_ended.WaitOne(options.Tick))
        {
            try
            {
                Tick();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogTickFailed(logger, error);
            }
        }
    }

    private void Tick()
    {
        var now = clock.GetTimestamp();
        NoticePause(now);

        // Of a longer time this process was not there for the most part, and it is its own silence.
        var elapsed = clock.GetElapsedTime(_lastTick, now);
        var watched = elapsed < options.Tick ? elapsed : options.Tick;
        _lastTick = now;
        foreach (var connection in _all.Keys)
        {
            Watch(connection, now, watched);
        }

        foreach (var neighbour in Neighbours())
        {
            Probe(neighbour);
        }

        foreach (var (peer, since) in _unreachable)
        {
            if (clock.GetElapsedTime(since, now) > TimeSpan.FromMinutes(5))
            {
                _unreachable.TryRemove(peer, out _);
            }
        }
    }

    private void Watch(TcpConnection connection, long now, TimeSpan watched)
    {
        if (connection.HasUnread)
        {
            connection.Heard();
        }
        else
        {
            connection.NotHeardFor(watched);
        }

        if (connection.Silence > (connection.IsEstablished ? options.Silence : options.ConnectTimeout))
        {
            connection.Close(PeerLoss.Silent, abort: connection.IsEstablished);
        }
        else if (connection.IsEstablished && clock.GetElapsedTime(connection.LastSent, now) >= options.Tick)
        {
            connection.Ping();
        }
    }

    /// <summary>Says so when the process stood still for so long that others may have given it up.</summary>
    private void NoticePause(long now)
    {
        var last = Volatile.Read(ref _lastRun);
        if (now > last && Interlocked.CompareExchange(ref _lastRun, now, last) == last && clock.GetElapsedTime(last, now) >= options.Silence)
        {
            LogPaused(logger, clock.GetElapsedTime(last, now).TotalSeconds);
            Paused?.Invoke();
        }
    }

    private void CloseAll(bool abort)
    {
        foreach (var connection in _all.Keys)
        {
            connection.Close(PeerLoss.Closed, abort: abort);
        }
    }

    private void End(bool abort)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _ended.Set();
        _listener?.Dispose();
        CloseAll(abort);
    }
}
