using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.Grains.Users;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>What all conversations of a silo share.</summary>
internal sealed class ConversationServices(
    LogGrainServices log,
    MapWriterFactory maps,
    IGrainFactory grains,
    IOptions<ConversationOptions> options,
    IOptions<PresenceOptions> presence,
    ILogger<ConversationGrain> logger)
{
    public LogGrainServices Log { get; } = log;

    public MapWriterFactory Maps { get; } = maps;

    public ConversationOptions Options { get; } = options.Value;

    /// <summary>Groups with more members do not pass on who came and went.</summary>
    public int MaxPresenceMembers { get; } = presence.Value.MaxGroupMembers;

    public ILogger Logger { get; } = logger;

    public TimeProvider Time => Log.Delivery.Time;

    /// <summary>The grain of a user.</summary>
    public IUserGrain User(string userId) => grains.GetGrain<IUserGrain>(userId);

    /// <summary>An id for an entry that a conversation makes itself.</summary>
    public static string NewEntryId() => Guid.NewGuid().ToString("N");

    /// <summary>Whether an entry is what a member wrote.</summary>
    public static bool IsWritten(Message message) => message.Kind is MessageKind.Group or MessageKind.Private;
}
