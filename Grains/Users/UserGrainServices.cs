using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Users;

/// <summary>What the users of a silo share.</summary>
internal sealed class UserGrainServices(
    LogGrainServices log,
    IGrainFactory grains,
    IOptions<InboxOptions> inbox,
    IOptions<UserOptions> users,
    IOptions<PresenceOptions> presence,
    OnlineWatch watch,
    ILogger<UserGrain> logger)
{
    public LogGrainServices Log { get; } = log;

    public ILogger Logger { get; } = logger;

    public OnlineWatch Watch { get; } = watch;

    public UserOptions Options { get; } = users.Value;

    public TimeSpan PresenceGrace { get; } = presence.Value.Grace;

    public TimeProvider Time => Log.Delivery.Time;

    /// <summary>What an inbox keeps while nobody takes it.</summary>
    public LogRetention Offline { get; } = inbox.Value.ToRetention();

    /// <summary>What it keeps while a connection is live.</summary>
    public LogRetention Online { get; } = inbox.Value.ToRetention() with { MaxEntries = inbox.Value.MaxMessagesOnline };

    /// <summary>The grain of a conversation.</summary>
    public IConversationGrain Conversation(LogId log) => grains.GetGrain<IConversationGrain>(log.ToString());
}
