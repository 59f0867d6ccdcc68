using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

/// <summary>What a client does that was told nothing else: it waits for silos for a while, each time a little longer.</summary>
internal sealed class ClientConnectionRetryFilter(TimeProvider clock) : IClientConnectionRetryFilter
{
    private const int Attempts = 15;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private int _failed;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not SiloUnavailableException || ++_failed > Attempts)
        {
            return false;
        }

        await Task.Delay(Step * _failed, clock, cancellationToken);
        return true;
    }
}
