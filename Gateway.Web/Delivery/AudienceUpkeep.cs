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

    // Whose turn it is to be stated: from the last place down, so that nobody who stays is passed over.
    private int _next;

    // How many are due, times the rounds in an interval.
    private int _owed;

    /// <summary>One round.</summary>
    public void Tick()
    {
        links.EndLingering();
        foreach (var audience in audiences.TakeLagging(options.Value.LagTimeout))
        {
            reattach.Add(audience);
        }

        foreach (var audience in audiences.All)
        {
            if (audience.IsDetached && audience.HasActiveSubscriptions)
            {
                reattach.Add(audience);
            }
        }

        StateSome();
    }

    /// <summary>States as many as bring all of them round within the interval.</summary>
    private void StateSome()
    {
        var count = audiences.Count;
        var turns = Math.Max(1, (int)(options.Value.VerifyInterval / Interval));
        for (_owed += count; _owed >= turns; _owed -= turns)
        {
            _next = Math.Min(_next, count);
            _next = _next == 0 ? count : _next;
            if (audiences.At(--_next) is { Count: > 0 } audience)
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
