using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Browser.Tests.Support;

/// <summary>The embedded server for the tests of a class: each test has users and rooms of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private EmbeddedServer? _server;

    /// <summary>Where it serves.</summary>
    public Uri Address => _server?.Address ?? throw new InvalidOperationException("The server was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
