using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Finds the grain that owns a log. No call is made.</summary>
internal sealed class LogOwners(IGrainFactory grains)
{
    /// <summary>The owner of a log.</summary>
    public ILogOwner Of(LogId log) => log.Kind switch
    {
        LogKind.Room => new RoomOwner(grains.GetGrain<IRoomGrain>(log.ToString())),
        LogKind.Inbox => new InboxOwner(grains.GetGrain<IUserGrain>(log.Key)),
        LogKind.Group or LogKind.Private => new ConversationOwner(grains.GetGrain<IConversationGrain>(log.ToString())),
        _ => throw new ArgumentOutOfRangeException(nameof(log), log.Kind, "No grain owns this kind of log."),
    };
}
