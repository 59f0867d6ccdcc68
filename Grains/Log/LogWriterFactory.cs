using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log.Redis;
using Orleans.Realtime.Grains.Rooms;
using Orleans.Realtime.Grains.Users;

namespace Orleans.Realtime.Grains.Log;

/// <summary>Makes the writers of a silo and holds what they share; a writer itself stays small.</summary>
internal sealed class LogWriterFactory
{
    private readonly LogRetention _rooms;
    private readonly LogRetention _inboxes;
    private readonly LogRetention _conversations;

    public LogWriterFactory(
        IMessageLog store,
        IOptions<LogOptions> options,
        IOptions<RoomOptions> rooms,
        IOptions<InboxOptions> inboxes,
        IOptions<ConversationOptions> conversations,
        IOptions<DurabilityOptions> durability,
        TimeProvider clock,
        ILogger<LogWriter> logger)
        : this(
            store,
            options.Value,
            rooms.Value.ToRetention(),
            inboxes.Value.ToRetention(),
            conversations.Value.ToRetention(),
            clock,
            logger,
            durability.Value.OnUnavailable)
    {
    }

    public LogWriterFactory(
        IMessageLog store,
        LogOptions options,
        LogRetention rooms,
        LogRetention inboxes,
        LogRetention conversations,
        TimeProvider clock,
        ILogger logger,
        UnavailablePolicy onUnavailable = UnavailablePolicy.Reject)
    {
        DeliversLive = onUnavailable == UnavailablePolicy.DeliverLive;
        (Store, Options, Clock, Logger) = (store, options, clock, logger);
        (_rooms, _inboxes, _conversations) = (rooms, inboxes, conversations);
    }

    public IMessageLog Store { get; }

    public LogOptions Options { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    /// <summary>Whether what cannot be stored goes to those who listen now.</summary>
    public bool DeliversLive { get; }

    /// <summary>Makes the writer of one log; <see cref="LogWriter.OpenAsync"/> comes first.</summary>
    public LogWriter Create(LogId log, ILogListener listener) => new(this, log, RetentionOf(log.Kind), listener);

    /// <summary>What logs of a kind keep.</summary>
    public LogRetention RetentionOf(LogKind kind) => kind switch
    {
        LogKind.Inbox => _inboxes,
        LogKind.Room => _rooms,
        _ => _conversations,
    };
}
