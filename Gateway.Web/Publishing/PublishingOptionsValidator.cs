using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Publishing;

/// <summary>Names every fault of <see cref="PublishingOptions"/>.</summary>
internal sealed class PublishingOptionsValidator : IValidateOptions<PublishingOptions>
{
    public ValidateOptionsResult Validate(string? name, PublishingOptions options) =>
        new OptionsFaults(PublishingOptions.Section)
            .Range(nameof(options.MaxBatch), options.MaxBatch, 1, 1_000)
            .Range(nameof(options.MaxPending), options.MaxPending, 1, 1_000_000)
            .Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(5))
            .Range(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1))
            .Range(nameof(options.RetryAfter), options.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1))
            .Range(nameof(options.BroadcastTimeout), options.BroadcastTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1))
            .Range(nameof(options.GatewayListAge), options.GatewayListAge, TimeSpan.Zero, TimeSpan.FromSeconds(1))
            .Result();
}
