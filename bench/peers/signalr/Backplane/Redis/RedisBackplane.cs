using Microsoft.AspNetCore.SignalR;

namespace Orleans.Realtime.Peers.SignalR.Backplane;

/// <summary>Several servers share their groups through Redis.</summary>
internal static class RedisBackplane
{
    public static void Add(ISignalRServerBuilder signalR, string redis) => signalR.AddStackExchangeRedis(redis);
}
