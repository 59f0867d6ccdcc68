namespace Orleans.Realtime.Cluster.Tests.Support;

/// <summary>One server with default settings, shared by the tests of a class: each test uses users and rooms of its own.</summary>
public sealed class EmbeddedServerFixture : IAsyncLifetime
{
    private EmbeddedServer? _server;

    internal EmbeddedServer Server => _server ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>A name that no other test uses.</summary>
    internal static string Unique(string prefix) => prefix + "-" + Guid.NewGuid().ToString("N")[..8];

    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
