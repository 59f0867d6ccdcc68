using Orleans.Realtime.Gateway.Web.Sessions;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>
/// Empties the gateway when the process is told to end. It does so in <see cref="StoppingAsync"/>, which the host awaits before it
/// stops the first service: the listener still answers <c>/ready</c>, and a silo in the same process still does its work.
/// </summary>
internal sealed class GatewayDrain(DrainState state, SessionDrain sessions, IHostApplicationLifetime lifetime) : IHostedLifecycleService, IDisposable
{
    private CancellationTokenRegistration _registration;

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // At the signal itself, so that not even the services' own callbacks come before /ready says so.
        _registration = lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => sessions.DrainAsync(cancellationToken);

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _registration.Dispose();

    private void Begin()
    {
        state.Begin();
        sessions.Begin();
    }
}
