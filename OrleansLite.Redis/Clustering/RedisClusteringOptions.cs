using System.Text;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Orleans.Clustering.Redis;

/// <summary>Where the membership is kept.</summary>
public class RedisClusteringOptions
{
    /// <summary>How to connect; required.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Makes the connection; by default a new one of <see cref="ConfigurationOptions"/>. A shared one is not disposed.</summary>
    public Func<RedisClusteringOptions, Task<(IConnectionMultiplexer Multiplexer, bool IsShared)>> CreateMultiplexer { get; set; } = DefaultCreateMultiplexer;

    /// <summary>Makes the key of the membership; by default <c>{ServiceId}/members/{ClusterId}</c>.</summary>
    public Func<ClusterOptions, RedisKey> CreateRedisKey { get; set; } = DefaultCreateRedisKey;

    /// <summary>After what time without any silo the key expires; never if null.</summary>
    public TimeSpan? EntryExpiry { get; set; }

    /// <summary>A new connection.</summary>
    public static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> DefaultCreateMultiplexer(RedisClusteringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (await ConnectionMultiplexer.ConnectAsync(options.ConfigurationOptions!), false);
    }

    /// <summary>The key <c>{ServiceId}/members/{ClusterId}</c>.</summary>
    public static RedisKey DefaultCreateRedisKey(ClusterOptions clusterOptions)
    {
        ArgumentNullException.ThrowIfNull(clusterOptions);
        return Encoding.UTF8.GetBytes($"{clusterOptions.ServiceId}/members/{clusterOptions.ClusterId}");
    }
}
