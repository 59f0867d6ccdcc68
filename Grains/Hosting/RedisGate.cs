using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.ServiceDefaults;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>
/// Holds a silo's start until Redis answers, and says so: Orleans gives up at once when it finds no membership, and a process that restarts in a loop tells
/// an operator less than one that waits. What bounds the wait is whoever started the process (the startup probe in Kubernetes).
/// </summary>
internal sealed partial class RedisGate(ConfigurationOptions redis, TimeProvider clock, ILogger<RedisGate> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis).WaitAsync(cancellationToken);
        for (var pause = FirstPause; await FaultAsync(connection, cancellationToken) is { } fault; pause = pause.Doubled(LongestPause))
        {
            LogWaits(logger, pause.TotalSeconds, fault);
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Why Redis cannot be used yet; null if it can. One that still loads its data answers with an error.</summary>
    private async Task<string?> FaultAsync(ConnectionMultiplexer connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.GetDatabase().PingAsync().WaitAsync(AnswerTimeout, clock, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            return error.Message;
        }
    }
}
