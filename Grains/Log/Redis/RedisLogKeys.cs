using Orleans.Realtime.Grains.Interfaces.Messaging;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>The keys of a log. The braces put both on one slot of a Redis cluster.</summary>
internal static class RedisLogKeys
{
    /// <summary>The stream, then the hash.</summary>
    public static RedisKey[] Of(string prefix, LogId log)
    {
        var name = $"{prefix}:{{{log}}}";
        return [name + ":log", name + ":meta"];
    }
}
