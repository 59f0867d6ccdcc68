using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>The keys of a stream. The braces put all on one slot of a Redis cluster.</summary>
internal static class RedisStreamKeys
{
    /// <summary>The Redis stream.</summary>
    public static RedisKey Entries(string prefix, string stream) => $"{prefix}:{{stream/{stream}}}:entries";

    /// <summary>What a publish was answered, by its idempotency key.</summary>
    public static RedisKey Seen(string prefix, string stream, string key) => $"{prefix}:{{stream/{stream}}}:seen:{key}";
}
