using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Users;

/// <summary>What the users of a silo share.</summary>
internal sealed class UserGrainServices(
    LogGrainServices log,
    IOptions<InboxOptions> inbox,
    IOptions<UserOptions> users,
    ILogger<UserGrain> logger)
{
    public LogGrainServices Log { get; } = log;

    public ILogger Logger { get; } = logger;

    /// <summary>Live connections of one user; 0 is unlimited.</summary>
    public int MaxConnections { get; } = users.Value.MaxConnectionsPerUser;

    /// <summary>What an inbox keeps while nobody takes it.</summary>
    public LogRetention Offline { get; } = inbox.Value.ToRetention();

    /// <summary>What it keeps while a connection is live.</summary>
    public LogRetention Online { get; } = inbox.Value.ToRetention() with { MaxEntries = inbox.Value.MaxMessagesOnline };
}
