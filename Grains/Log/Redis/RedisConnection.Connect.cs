using Orleans.Realtime.ServiceDefaults;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <content>Connecting, and noticing that the connection is gone.</content>
internal sealed partial class RedisConnection
{
    private int _losses;

    /// <summary>How to connect, by the options.</summary>
    public ConfigurationOptions Configure()
    {
        var configuration = ConfigurationOptions.Parse(_options.ConnectionString);

        // A start without Redis is a start all the same: it is waited for in the background.
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = (int)_options.ConnectTimeout.TotalMilliseconds;
        configuration.SyncTimeout = (int)_options.CommandTimeout.TotalMilliseconds;
        configuration.ReconnectRetryPolicy = new ExponentialRetry((int)_options.ReconnectDelay.TotalMilliseconds, (int)_options.MaxReconnectDelay.TotalMilliseconds);
        return configuration;
    }

    /// <summary>Tries until there is a multiplexer; from then on that one goes on trying.</summary>
    private async Task<RedisLink> ConnectAsync()
    {
        var delay = _options.ReconnectDelay;
        while (true)
        {
            try
            {
                var multiplexer = await ConnectionMultiplexer.ConnectAsync(Configure()).ConfigureAwait(false);
                if (_stopping.IsCancellationRequested)
                {
                    multiplexer.Dispose();
                    _stopping.Token.ThrowIfCancellationRequested();
                }

                multiplexer.ConnectionFailed += OnFailed;
                multiplexer.ConnectionRestored += OnRestored;
                if (multiplexer.IsConnected)
                {
                    Up();
                }
                else
                {
                    Down("no connection");
                }

                return new RedisLink(multiplexer, _clock);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Down(exception.Message);
            }

            await Task.Delay(delay, _clock, _stopping.Token).ConfigureAwait(false);
            delay = delay.Doubled(_options.MaxReconnectDelay);
        }
    }

    private bool IsUsable(RedisLink link) => link.Multiplexer.IsConnected && link.Silence <= _options.CommandTimeout;

    /// <summary>The other end of the link is gone without a word: drops it with all that waits on it, and connects anew.</summary>
    private void Replace(Task<RedisLink> silent)
    {
        lock (_gate)
        {
            if (_link != silent || _stopping.IsCancellationRequested)
            {
                return;
            }

            _link = Task.Run(ConnectAsync);
        }

        Down("silent for too long");
        _ = Task.Run(() => CloseAsync(silent));
    }

    private async Task CloseAsync(Task<RedisLink> connecting)
    {
        try
        {
            var multiplexer = (await connecting.ConfigureAwait(false)).Multiplexer;
            multiplexer.ConnectionFailed -= OnFailed;
            multiplexer.ConnectionRestored -= OnRestored;
            multiplexer.Close(allowCommandsToComplete: false);
            multiplexer.Dispose();
        }
        catch (Exception exception)
        {
            LogCloseFailed(_logger, exception);
        }
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs failure)
    {
        if (failure.ConnectionType == ConnectionType.Interactive)
        {
            Interlocked.Increment(ref _losses);
            Down(failure.FailureType.ToString());
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs failure)
    {
        if (failure.ConnectionType == ConnectionType.Interactive)
        {
            Up();
        }
    }

    private void Up()
    {
        lock (_gate)
        {
            if (_isUp)
            {
                return;
            }

            _isUp = true;
            _metrics.Connected();
            if (!_isLost)
            {
                return;
            }

            _isLost = false;
        }

        LogRestored(_logger);
    }

    /// <summary>Says once that Redis is away, not with every attempt.</summary>
    private void Down(string reason)
    {
        lock (_gate)
        {
            if (_isUp)
            {
                _isUp = false;
                _metrics.Disconnected();
            }

            if (_isLost || _stopping.IsCancellationRequested)
            {
                return;
            }

            _isLost = true;
        }

        LogLost(_logger, reason);
    }
}
