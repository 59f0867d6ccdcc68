using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>
/// The process's connection to Redis: made in the background, made again whenever it is lost, shared by all commands, which are pipelined. Every command
/// ends within <see cref="RedisOptions.CommandTimeout"/>.
/// </summary>
/// <remarks>
/// Of a command that fails it matters whether it may have been carried out. <see cref="LogUnavailableException"/> says that it certainly was
/// not: there was no connection, or the server refused it before the first write. Anything else leaves that open.
/// Continuations here do not go back to the caller's scheduler: a grain's turn is for grain code, and one hop at the end is enough.
/// </remarks>
internal sealed partial class RedisConnection : IDisposable
{
    /// <summary>Errors with which the server refuses a command as a whole.</summary>
    private static readonly string[] Refusals =
        ["LOADING", "READONLY", "OOM", "MISCONF", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN", "BUSY", "NOAUTH", "NOPERM", "TRYAGAIN"];

    private readonly RedisOptions _options;
    private readonly TimeProvider _clock;
    private readonly StorageMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task<RedisLink> _link;
    private bool _isLost;
    private bool _isUp;

    public RedisConnection(IOptions<RedisOptions> options, TimeProvider clock, StorageMetrics metrics, ILogger<RedisConnection> logger)
    {
        (_options, _clock, _metrics, _logger) = (options.Value, clock, metrics, logger);
        _link = Task.Run(ConnectAsync);
    }

    /// <summary>Whether commands have a chance at the moment.</summary>
    public bool IsConnected => _link is { IsCompletedSuccessfully: true } && _link.Result is var link && IsUsable(link);

    /// <summary>How often the connection was lost so far.</summary>
    public int Losses => Volatile.Read(ref _losses);

    /// <summary>Runs a script; its answer must be a flat array.</summary>
    /// <exception cref="LogUnavailableException">It certainly did nothing.</exception>
    /// <exception cref="TimeoutException">It may be carried out yet.</exception>
    public async Task<RedisValue[]> EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        try
        {
            var link = await ReadyAsync(cancellationToken).ConfigureAwait(false);
            if (script.Hash is null)
            {
                await LoadAsync(link, script, cancellationToken).ConfigureAwait(false);
            }

            RedisResult result;
            try
            {
                result = await SendAsync(link, db => db.ScriptEvaluateAsync(script.Hash!, keys, arguments), cancellationToken).ConfigureAwait(false);
            }
            catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                // The server was restarted, or is another one since: the script's text makes it known there.
                object[] text = [script.Text, keys.Length, .. keys, .. arguments];
                result = await SendAsync(link, db => db.ExecuteAsync("EVAL", text), cancellationToken).ConfigureAwait(false);
            }

            _metrics.Answered(script.Name, _clock.GetElapsedTime(started));
            return (RedisValue[])result!;
        }
        catch (LogUnavailableException)
        {
            _metrics.Refused(script.Name);
            throw;
        }
        catch (TimeoutException)
        {
            _metrics.TimedOut(script.Name);
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (Refusal(exception) is { } refusal)
            {
                _metrics.Refused(script.Name);
                throw refusal;
            }

            _metrics.Failed(script.Name);
            throw;
        }
    }

    /// <summary>
    /// Waits until replicas have what this connection has written. It holds up what comes behind it on the connection: one at a time, please.
    /// Returns how many have it.
    /// </summary>
    public async Task<long> WaitForReplicasAsync(int replicas, TimeSpan timeout, CancellationToken cancellationToken)
    {
        object[] arguments = [replicas, (long)timeout.TotalMilliseconds];
        return (long)await ExecuteAsync("wait", "WAIT", arguments, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a command that touches no data.</summary>
    /// <param name="operation">Names it in metrics.</param>
    /// <param name="command">The command.</param>
    /// <param name="arguments">What belongs to it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<RedisResult> ExecuteAsync(string operation, string command, object[] arguments, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var link = await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var result = await SendAsync(link, db => db.ExecuteAsync(command, arguments), cancellationToken).ConfigureAwait(false);
        _metrics.Answered(operation, _clock.GetElapsedTime(started));
        return result;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _stopping.Cancel();
        }

        _ = CloseAsync(_link);
        _stopping.Dispose();
    }

    private static LogUnavailableException? Refusal(Exception exception) => exception switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection } =>
            new LogUnavailableException("Redis is not connected.", exception),
        RedisServerException when Array.Exists(Refusals, refusal => exception.Message.StartsWith(refusal, StringComparison.Ordinal)) =>
            new LogUnavailableException("Redis refuses commands: " + exception.Message, exception),
        _ => null,
    };

    private async Task LoadAsync(RedisLink link, RedisScript script, CancellationToken cancellationToken)
    {
        object[] arguments = ["LOAD", script.Text];
        try
        {
            var hash = await SendAsync(link, db => db.ExecuteAsync("SCRIPT", arguments), cancellationToken).ConfigureAwait(false);
            script.Hash = Convert.FromHexString((string)hash!);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new LogUnavailableException("Redis does not take scripts: " + exception.Message, exception);
        }
    }

    private async Task<RedisResult> SendAsync(RedisLink link, Func<IDatabase, Task<RedisResult>> send, CancellationToken cancellationToken)
    {
        link.Begin();
        Task<RedisResult>? command = null;
        try
        {
            command = send(link.Database);
            var result = await command.WaitAsync(_options.CommandTimeout, _clock, cancellationToken).ConfigureAwait(false);
            if (Volatile.Read(ref _isLost) && link.Multiplexer.IsConnected)
            {
                Up();
            }

            return result;
        }
        catch (TimeoutException exception) when (command is { IsCompleted: false })
        {
            if (link.Silence >= _options.CommandTimeout)
            {
                Down("no answer");
            }

            throw new TimeoutException($"Redis has not answered within {_options.CommandTimeout.TotalSeconds:0.###} s.", exception);
        }
        finally
        {
            if (command is { IsCompleted: false })
            {
                link.EndLater(command);
            }
            else
            {
                link.End();
            }
        }
    }

    /// <summary>The link, when a command sent now has a chance.</summary>
    private async ValueTask<RedisLink> ReadyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connecting = Volatile.Read(ref _link);
        RedisLink link;
        try
        {
            link = connecting.IsCompletedSuccessfully
                ? connecting.Result
                : await connecting.WaitAsync(_options.CommandTimeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LogUnavailableException("Redis is not connected yet.", exception);
        }

        if (!link.Multiplexer.IsConnected)
        {
            throw new LogUnavailableException("Redis is not connected.");
        }

        var silence = link.Silence;
        if (silence > _options.CommandTimeout)
        {
            if (silence > _options.ReplaceAfter)
            {
                Replace(connecting);
            }

            throw new LogUnavailableException("Redis does not answer.");
        }

        return link.Pending < _options.MaxPendingCommands
            ? link
            : throw new LogUnavailableException("As many commands wait for Redis as Redis:MaxPendingCommands allows.");
    }
}
