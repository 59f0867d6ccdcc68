using Microsoft.Extensions.Hosting;

namespace Orleans.Lite.Hosting;

/// <summary>Starts and stops the silo with its host. A stop whose token is cancelled already is a kill, as with Orleans.</summary>
internal sealed class SiloHostedService(Silo silo, IEnumerable<StartupTask> tasks, IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await silo.StartAsync(cancellationToken);
        foreach (var task in tasks.OrderBy(task => task.Stage))
        {
            await task.Execute(services, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? silo.KillAsync() : silo.StopAsync(cancellationToken);
}
