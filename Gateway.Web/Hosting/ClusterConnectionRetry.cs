using Orleans;
using Orleans.Realtime.ServiceDefaults;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>
/// A gateway that starts before silos or Redis waits for them, however long that takes, and says so: who starts first is nobody's business. What bounds the wait
/// is whoever started the process (the startup probe in Kubernetes).
/// </summary>
internal sealed partial class ClusterConnectionRetry(TimeProvider clock, ILogger<ClusterConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private TimeSpan _pause = FirstPause;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaits(logger, _pause.TotalSeconds, exception.Message);
        await Task.Delay(_pause, clock, cancellationToken);
        _pause = _pause.Doubled(LongestPause);
        return true;
    }
}
