using Orleans.Realtime.Cluster.Tests.Support;

namespace Orleans.Realtime.Cluster.Tests.Chat;

/// <summary>One server for all tests of chat: each uses users and groups of its own.</summary>
public sealed class ChatServerFixture : IAsyncLifetime
{
    private EmbeddedServer? _server;

    internal EmbeddedServer Server => _server ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>A user that no other test knows.</summary>
    internal ChatUser User(string name) => new(Server, EmbeddedServerFixture.Unique(name));

    /// <summary>Somebody who acts for others.</summary>
    internal ChatUser Service() => new(Server, EmbeddedServerFixture.Unique("backend"), "&role=service");

    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync(("Presence:Grace", "00:00:01"));

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
