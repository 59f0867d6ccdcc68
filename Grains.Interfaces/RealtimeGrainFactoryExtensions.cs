using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>Names rooms, users and streams as their clients do.</summary>
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

    /// <summary>The stream that clients publish to by this name. No call is made.</summary>
    /// <exception cref="ArgumentException">The name is not valid: see <see cref="StreamNames"/>.</exception>
    public static IStreamGrain GetStream(this IGrainFactory grains, string stream)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return StreamNames.IsValid(stream)
            ? grains.GetGrain<IStreamGrain>(stream)
            : throw new ArgumentException("The name of a stream has 1 to 128 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.", nameof(stream));
    }
}
