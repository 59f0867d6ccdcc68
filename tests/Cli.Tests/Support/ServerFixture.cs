using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cli.Tests.Support;

/// <summary>One embedded server, a process, for all tests that need one.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private EmbeddedServer _server = null!;

    /// <summary>Where it listens, as <c>--url</c> takes it.</summary>
    public string Url => _server.Address.ToString();

    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>A name that no other test has.</summary>
    public static string Unique(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..Math.Min(prefix.Length + 13, 40)];
}
