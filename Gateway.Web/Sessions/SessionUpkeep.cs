using Orleans.Realtime.Gateway.Web.Delivery;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// Once a second: closes connections whose credentials ran out. When a silo is lost: states all sessions again, a part at a
/// time, since sessions of live sockets are only in memory.
/// </summary>
internal sealed partial class SessionUpkeep(
    SessionRegistry sessions,
    SiloWatcher silos,
    TimeProvider time,
    ILogger<SessionUpkeep> logger) : BackgroundService
{
    private const int RestatedAtOnce = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestatePause = TimeSpan.FromMilliseconds(50);

    private readonly ILogger _logger = logger;
    private int _restate;

    /// <summary>One round.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = sessions.Snapshot();
        foreach (var session in all)
        {
            session.CheckExpiry(now);
        }

        if (Interlocked.Exchange(ref _restate, 0) == 0)
        {
            return;
        }

        for (var i = 0; i < all.Count; i++)
        {
            all[i].Restate();
            if (i % RestatedAtOnce == RestatedAtOnce - 1)
            {
                await time.DelayAsync(RestatePause, cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SilosLost += OnSilosLost;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await TickAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogRoundFailed(e);
                }
            }
        }
        finally
        {
            silos.SilosLost -= OnSilosLost;
        }
    }

    private void OnSilosLost(IReadOnlySet<string> lost) => Volatile.Write(ref _restate, 1);
}
