using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.ServiceDefaults;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <content>The reader, and what it does without a connection or where the server refuses to block.</content>
internal sealed partial class RedisStreamWatcher
{
    private const int NoRead = int.MaxValue;

    /// <summary>How long a read blocks: as long as nothing is new, one command in so much time, which also shows that the connection lives.</summary>
    private static readonly TimeSpan Block = TimeSpan.FromSeconds(1);

    /// <summary>The same where <c>CLIENT UNBLOCK</c> is not allowed.</summary>
    private static readonly TimeSpan BriefBlock = TimeSpan.FromMilliseconds(100);

    /// <summary>At least so long after a read that found something the next begins: a stream that is written all the time is read about so often.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(2);

    /// <summary>For each stream that is watched, so that the server spends but a small part of its time on reads over very many.</summary>
    private static readonly TimeSpan PauseForEach = TimeSpan.FromMicroseconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long it polls before it tries again to block.</summary>
    private static readonly TimeSpan PollFor = TimeSpan.FromSeconds(30);

    private int _version;
    private int _readVersion = NoRead;
    private long _readerId;
    private bool _isRinging;
    private bool _mayUnblock = true;
    private bool _isLost;

    private static bool Refuses(Exception exception) => exception is RedisCommandException
        || (exception is RedisServerException && Array.Exists(
            (string[])["CROSSSLOT", "WRONGTYPE", "NOPERM", "ERR unknown command"], refusal => exception.Message.StartsWith(refusal, StringComparison.Ordinal)));

    private async Task ReadAsync(CancellationToken stopping)
    {
        var delay = _options.ReconnectDelay;
        while (!stopping.IsCancellationRequested)
        {
            var started = _clock.GetTimestamp();
            try
            {
                await ReadOnceConnectedAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (Refuses(exception))
            {
                LogPolls(_logger, exception.Message);
                await PollAsync(stopping).ConfigureAwait(false);
                continue;
            }
            catch (Exception exception)
            {
                Lost(exception);
            }

            delay = _clock.GetElapsedTime(started) > _options.MaxReconnectDelay ? _options.ReconnectDelay : delay;
            await Task.Delay(delay, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay.Doubled(_options.MaxReconnectDelay);
        }
    }

    private async Task ReadOnceConnectedAsync(CancellationToken stopping)
    {
        var configuration = _connection.Configure();
        configuration.AbortOnConnectFail = true;
        configuration.ConnectRetry = 1;
        configuration.SyncTimeout = (int)(Block + (2 * _options.CommandTimeout)).TotalMilliseconds;
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        var reader = multiplexer.GetDatabase();
        foreach (var (key, _) in Watched().Take(1))
        {
            // One that is still loading takes connections, and refuses this.
            await reader.KeyExistsAsync(key).WaitAsync(_options.CommandTimeout, _clock, stopping).ConfigureAwait(false);
        }

        Restored();
        try
        {
            while (true)
            {
                stopping.ThrowIfCancellationRequested();
                var watched = Watched();
                if (watched.Count == 0)
                {
                    Volatile.Write(ref _readVersion, NoRead);
                    await _added.Task.WaitAsync(stopping).ConfigureAwait(false);
                    continue;
                }

                var found = await ReadOnceAsync(reader, watched, stopping).ConfigureAwait(false);
                var pause = Shorter(PauseForEach * watched.Count, LongestPause);
                if (found.Count > 0)
                {
                    pause = pause > LeastPause ? pause : LeastPause;
                    found.ForEach(stream => Tell(stream.Key, stream.Value));
                    await Task.Delay(pause, _clock, stopping).ConfigureAwait(false);
                    await CatchUpAsync(found, stopping).ConfigureAwait(false);
                }
                else if (pause > LeastPause)
                {
                    await Task.Delay(pause, _clock, stopping).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _readVersion, NoRead);
        }
    }

    /// <summary>Waits for entries behind the positions; the streams that have some, with the first.</summary>
    private async Task<List<KeyValuePair<string, StreamId>>> ReadOnceAsync(IDatabase reader, List<KeyValuePair<string, StreamId>> watched, CancellationToken stopping)
    {
        object[] identify = ["ID"];
        object[] read =
        [
            "BLOCK", (long)(Volatile.Read(ref _mayUnblock) ? Block : BriefBlock).TotalMilliseconds, "COUNT", 1, "STREAMS",
            .. watched.Select(stream => (RedisKey)stream.Key), .. watched.Select(stream => stream.Value.ToString()),
        ];
        var id = reader.ExecuteAsync("CLIENT", identify);
        var reading = reader.ExecuteAsync("XREAD", read);
        try
        {
            Volatile.Write(ref _readerId, (long)await id.WaitAsync(_options.CommandTimeout, _clock, stopping).ConfigureAwait(false));
            var answer = await reading.WaitAsync(Block + _options.CommandTimeout, _clock, stopping).ConfigureAwait(false);
            return answer.IsNull ? [] : [.. ((RedisResult[])answer!).Select(stream => (RedisResult[])stream!).Select(FirstOf)];
        }
        catch (Exception)
        {
            _ = reading.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
        finally
        {
            Volatile.Write(ref _readerId, 0);
        }
    }

    private static KeyValuePair<string, StreamId> FirstOf(RedisResult[] stream)
    {
        var entry = (RedisResult[])((RedisResult[])stream[1]!)[0]!;
        return KeyValuePair.Create((string)stream[0]!, StreamId.Parse((string)entry[0]!));
    }

    /// <summary>Moves on to the present ends, and tells of what lies between.</summary>
    private async Task CatchUpAsync(List<KeyValuePair<string, StreamId>> found, CancellationToken stopping)
    {
        try
        {
            var ends = await _connection.EvaluateAsync(StreamScripts.Last, [.. found.Select(stream => (RedisKey)stream.Key)], [], stopping).ConfigureAwait(false);
            for (var i = 0; i < ends.Length; i++)
            {
                Tell(found[i].Key, StreamId.Parse((string)ends[i]!));
            }
        }
        catch (Exception exception) when (exception is LogUnavailableException or TimeoutException or RedisException)
        {
            // The next read finds what was missed.
        }
    }

    /// <summary>Ends the read under way, until one is under way that knows all streams.</summary>
    private async Task RingAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            lock (_gate)
            {
                if (_readVersion >= _version || !_mayUnblock)
                {
                    _isRinging = false;
                    return;
                }
            }

            try
            {
                if (Volatile.Read(ref _readerId) is > 0 and var reader)
                {
                    await _connection.ExecuteAsync("client_unblock", "CLIENT", ["UNBLOCK", reader], stopping).ConfigureAwait(false);
                }
            }
            catch (RedisServerException exception) when (Refuses(exception))
            {
                LogMayNotUnblock(_logger, exception.Message);
                Volatile.Write(ref _mayUnblock, false);
            }
            catch (Exception exception) when (exception is LogUnavailableException or TimeoutException or RedisException or OperationCanceledException)
            {
                // The reader's own connection is about to notice, and reads all streams when it is back.
            }

            await Task.Delay(LeastPause, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks for the end of every stream in turn.</summary>
    private async Task PollAsync(CancellationToken stopping)
    {
        var started = _clock.GetTimestamp();
        while (!stopping.IsCancellationRequested && _clock.GetElapsedTime(started) < PollFor)
        {
            foreach (var (key, _) in Watched())
            {
                try
                {
                    var end = await _connection.EvaluateAsync(StreamScripts.Last, [key], [], stopping).ConfigureAwait(false);
                    Tell(key, StreamId.Parse((string)end[0]!));
                    Restored();
                }
                catch (Exception exception) when (exception is LogUnavailableException or TimeoutException or RedisConnectionException)
                {
                    Lost(exception);
                    break;
                }
                catch (Exception exception) when (exception is RedisException)
                {
                    // Something else has the key: nothing there to be told of.
                }
            }

            Volatile.Write(ref _readVersion, NoRead);
            await Task.Delay(PollInterval, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Nobody is told of anything for now: who waits is to look for itself, once.</summary>
    private void Lost(Exception exception)
    {
        if (!_isLost)
        {
            _isLost = true;
            LogLost(_logger, exception.Message);
            TellAll();
        }
    }

    private void Restored()
    {
        if (_isLost)
        {
            _isLost = false;
            LogRestored(_logger);
            TellAll();
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
