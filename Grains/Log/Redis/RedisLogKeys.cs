using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log.Maps;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>The keys of a log. The braces put all on one slot of a Redis cluster.</summary>
internal static class RedisLogKeys
{
    /// <summary>The stream, then the hash.</summary>
    public static RedisKey[] Of(string prefix, LogId log)
    {
        var name = $"{prefix}:{{{log}}}";
        return [name + ":log", name + ":meta"];
    }

    /// <summary>The stream, the hash, then a map beside them.</summary>
    public static RedisKey[] Of(string prefix, LogMapId map) => [.. Of(prefix, map.Log), $"{prefix}:{{{map.Log}}}:{FieldOf(map)}"];

    /// <summary>The field of the log's hash that knows a map, and the end of the map's key.</summary>
    public static string FieldOf(LogMapId map) => "map:" + map.Name;
}
