using Microsoft.Extensions.Hosting;

namespace Orleans.Lite.Hosting;

/// <summary>Connects and disconnects the client with its host.</summary>
internal sealed class ClientHostedService(Client client) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => client.OpenAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        client.Dispose();
        return Task.CompletedTask;
    }
}
