namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>
/// Empties the gateway when the process is told to end. It does so in <see cref="StoppingAsync"/>, which the host awaits before it
/// stops the first service: the listener still answers <c>/ready</c>, and a silo in the same process still does its work.
/// </summary>
internal sealed class GatewayDrain(DrainState state, IHostApplicationLifetime lifetime) : IHostedLifecycleService, IDisposable
{
    private CancellationTokenRegistration _registration;

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // At the signal itself, so that not even the services' own callbacks come before /ready says so.
        _registration = lifetime.ApplicationStopping.Register(state.Begin);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _registration.Dispose();
}
