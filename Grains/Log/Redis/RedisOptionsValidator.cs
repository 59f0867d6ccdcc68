using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;
using StackExchange.Redis;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>Names every value of <see cref="RedisOptions"/> that is out of its range.</summary>
internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    private const int LongestPrefix = 64;

    public ValidateOptionsResult Validate(string? name, RedisOptions options) => new OptionsFaults(RedisOptions.Section)
        .Range(nameof(options.CommandTimeout), options.CommandTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30))
        .Range(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Range(nameof(options.ReconnectDelay), options.ReconnectDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
        .Range(nameof(options.MaxReconnectDelay), options.MaxReconnectDelay, options.ReconnectDelay, TimeSpan.FromMinutes(10))
        .Range(nameof(options.ReplaceAfter), options.ReplaceAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .Range(nameof(options.MaxPendingCommands), options.MaxPendingCommands, 1, 1_000_000)
        .When(!IsPrefix(options.KeyPrefix), nameof(options.KeyPrefix), $"must have 1 to {LongestPrefix} characters, none of them a brace or white space.")
        .When(!IsConnectionString(options.ConnectionString), nameof(options.ConnectionString), "names no Redis, neither itself nor by ConnectionStrings:Redis.")
        .Result();

    private static bool IsPrefix(string prefix) =>
        prefix is { Length: > 0 and <= LongestPrefix } && !prefix.Any(c => c is '{' or '}' || char.IsWhiteSpace(c));

    private static bool IsConnectionString(string text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(text) && ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
