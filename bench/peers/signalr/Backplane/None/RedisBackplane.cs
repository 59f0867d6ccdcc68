using Microsoft.AspNetCore.SignalR;

namespace Orleans.Realtime.Peers.SignalR.Backplane;

/// <summary>Stands where the package of the backplane cannot be restored.</summary>
internal static class RedisBackplane
{
    public static void Add(ISignalRServerBuilder signalR, string redis) =>
        throw new NotSupportedException($"{signalR.GetType().Name} was built without the Redis backplane, and cannot use {redis}.");
}
