using Orleans.Runtime;
using Orleans.Storage;
using StackExchange.Redis;

namespace Orleans.Persistence;

/// <summary>Grain state in Redis.</summary>
public class RedisStorageOptions
{
    /// <summary>Whether clearing removes the record; otherwise an empty one with an etag stays. Default false.</summary>
    public bool DeleteStateOnClear { get; set; }

    /// <summary>How state is written. By default as JSON, which knows neither observers nor grains.</summary>
    public IGrainStorageSerializer? GrainStorageSerializer { get; set; }

    /// <summary>How to connect; required.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Makes the connection; by default a new one of <see cref="ConfigurationOptions"/>. A shared one is not disposed.</summary>
    public Func<RedisStorageOptions, Task<(IConnectionMultiplexer Multiplexer, bool IsShared)>> CreateMultiplexer { get; set; } = DefaultCreateMultiplexer;

    /// <summary>How long a record lives after it was written; for ever if null.</summary>
    public TimeSpan? EntryExpiry { get; set; }

    /// <summary>Makes the key of a record by the grain type and identity; by default <c>{ServiceId}/state/{grain}/{type}</c>.</summary>
    public Func<string, GrainId, RedisKey>? GetStorageKey { get; set; }

    /// <summary>A new connection.</summary>
    public static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> DefaultCreateMultiplexer(RedisStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (await ConnectionMultiplexer.ConnectAsync(options.ConfigurationOptions!), false);
    }
}
