namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Tries again, whatever happened.</summary>
internal sealed class PatientRetry : IClientConnectionRetryFilter
{
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        return true;
    }
}
