using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>
/// Once a second: ends audiences that nobody needs, attaches again those that lost their route or stay behind their log, and
/// states every audience to its owner within <see cref="DeliveryOptions.VerifyInterval"/>, so that a route which was lost
/// unnoticed (an activation that ended without its silo) heals too.
/// </summary>
internal sealed partial class AudienceUpkeep(
    AudienceRegistry audiences,
    AudienceLinks links,
    ReattachQueue reattach,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<AudienceUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private uint _turn;

    /// <summary>One round.</summary>
    public void Tick()
    {
        links.EndLingering();
        foreach (var audience in audiences.TakeLagging(options.Value.LagTimeout))
        {
            reattach.Add(audience);
        }

        var turns = (uint)Math.Max(1, options.Value.VerifyInterval / Interval);
        var turn = _turn++ % turns;
        foreach (var audience in audiences.All)
        {
            var lost = audience.Link == LinkState.Detached && audience.HasActiveSubscriptions;
            var due = (uint)audience.Log.GetHashCode() % turns == turn && audience.Count > 0;
            if (lost || due)
            {
                reattach.Add(audience);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Tick();
            }
            catch (Exception e)
            {
                LogRoundFailed(e);
            }
        }
    }
}
