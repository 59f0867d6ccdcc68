using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Redis;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>
/// Tells who watches streams that there are new entries. One reader for the process, with a connection of its own since it blocks it: one <c>XREAD BLOCK</c> over all that is
/// watched. Both begin with the first watch.
/// </summary>
/// <remarks>
/// <para>
/// A read under way does not know a stream that is watched since: <c>CLIENT UNBLOCK</c> ends it, so that the next one does. Blocking only briefly instead would either be
/// late or busy. What is no longer watched is read on for a while, so that who asks again and again does not cause this each time.
/// </para>
/// <para>
/// The reads say that there is something, with one entry a stream. How far it goes by then is asked apart, so that a burst is not stepped through entry by entry.
/// </para>
/// </remarks>
internal sealed partial class RedisStreamWatcher : IDisposable
{
    /// <summary>What is no longer watched is read so much longer.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly RedisConnection _connection;
    private readonly RedisOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedStream> _streams = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _reading;
    private bool _isStopped;

    public RedisStreamWatcher(RedisConnection connection, IOptions<RedisOptions> options, TimeProvider clock, ILogger<RedisStreamWatcher> logger) =>
        (_connection, _options, _clock, _logger) = (connection, options.Value, clock, logger);

    /// <summary>As <see cref="IStreamStore.Watch"/>, by key.</summary>
    public IDisposable Watch(string key, StreamId after, Action onAdded)
    {
        var watch = new StreamWatch(onAdded, left => Leave(key, left));
        bool isBehind;
        lock (_gate)
        {
            if (!_streams.TryGetValue(key, out var stream))
            {
                _streams.Add(key, stream = new WatchedStream(after));
                _version++;
                Begin();
            }

            stream.Watches.Add(watch);
            isBehind = stream.Position > after;
        }

        if (isBehind)
        {
            watch.WakeSoon();
        }

        return watch;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            _streams.Clear();
        }

        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>Has the reader read what was just added. Called with the lock held.</summary>
    private void Begin()
    {
        if (_isStopped)
        {
            return;
        }

        var stopping = _stopping.Token;
        _added.TrySetResult();
        _reading ??= Task.Run(() => ReadAsync(stopping), CancellationToken.None);
        if (_readVersion < _version && !_isRinging)
        {
            _isRinging = true;
            _ = Task.Run(() => RingAsync(stopping), CancellationToken.None);
        }
    }

    /// <summary>What is to be read, and from where.</summary>
    private List<KeyValuePair<string, StreamId>> Watched()
    {
        lock (_gate)
        {
            foreach (var (key, stream) in _streams)
            {
                if (stream.Watches.Count == 0 && _clock.GetElapsedTime(stream.LeftAt) > Linger)
                {
                    _streams.Remove(key);
                }
            }

            if (_streams.Count == 0 && _added.Task.IsCompleted)
            {
                _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _readVersion = _version;
            return [.. _streams.Select(stream => KeyValuePair.Create(stream.Key, stream.Value.Position))];
        }
    }

    /// <summary>A stream has entries up to an id: who watches it is called unless that is known already.</summary>
    private void Tell(string key, StreamId last)
    {
        StreamWatch[] watches;
        lock (_gate)
        {
            if (!_streams.TryGetValue(key, out var stream) || stream.Position == last)
            {
                return;
            }

            stream.Position = last;
            watches = [.. stream.Watches];
        }

        Array.ForEach(watches, static watch => watch.Wake());
    }

    private void TellAll()
    {
        StreamWatch[] watches;
        lock (_gate)
        {
            watches = [.. _streams.Values.SelectMany(stream => stream.Watches)];
        }

        Array.ForEach(watches, static watch => watch.Wake());
    }

    private void Leave(string key, StreamWatch watch)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(key, out var stream) && stream.Watches.Remove(watch) && stream.Watches.Count == 0)
            {
                stream.LeftAt = _clock.GetTimestamp();
            }
        }
    }
}
