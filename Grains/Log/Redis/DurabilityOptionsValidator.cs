using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <summary>Names every value of <see cref="DurabilityOptions"/> that is out of its range.</summary>
internal sealed class DurabilityOptionsValidator(IOptions<RedisOptions> redis) : IValidateOptions<DurabilityOptions>
{
    public ValidateOptionsResult Validate(string? name, DurabilityOptions options) => new OptionsFaults(DurabilityOptions.Section)
        .When(!Enum.IsDefined(options.OnUnavailable), nameof(options.OnUnavailable), "must be Reject or DeliverLive.")
        .Range(nameof(options.WaitReplicas), options.WaitReplicas, 0, 10)
        .Range(nameof(options.WaitTimeout), options.WaitTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10))
        .When(
            options.WaitReplicas > 0 && options.WaitTimeout >= redis.Value.CommandTimeout,
            nameof(options.WaitTimeout),
            "must be below Redis:CommandTimeout.")
        .Result();
}
