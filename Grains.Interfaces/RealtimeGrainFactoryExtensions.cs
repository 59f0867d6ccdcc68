using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>Names rooms and users as their clients do.</summary>
public static class RealtimeGrainFactoryExtensions
{
    /// <summary>The room that clients subscribe to by this id. No call is made.</summary>
    public static IRoomGrain GetRoom(this IGrainFactory grains, string roomId)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentException.ThrowIfNullOrEmpty(roomId);
        return grains.GetGrain<IRoomGrain>(LogId.Room(roomId).ToString());
    }

    /// <summary>The user who connects with this id. No call is made.</summary>
    public static IUserGrain GetUser(this IGrainFactory grains, string userId)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return grains.GetGrain<IUserGrain>(userId);
    }
}
