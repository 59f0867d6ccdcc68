namespace Orleans;

/// <summary>Decides whether a client that cannot connect at its start tries again.</summary>
public interface IClientConnectionRetryFilter
{
    /// <summary>Waits as long as it wants and returns whether to try again; otherwise the client's start fails with the exception.</summary>
    Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken);
}
