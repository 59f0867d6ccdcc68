using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Delivery;

internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) => new OptionsFaults(DeliveryOptions.Section)
        .Range(nameof(options.MaxBatchMessages), options.MaxBatchMessages, 1, 1_000)
        .Range(nameof(options.MaxBatchBytes), options.MaxBatchBytes, 1_024, 4 * 1024 * 1024)
        .Range(nameof(options.MaxLiveMessages), options.MaxLiveMessages, 1, 100_000)
        .Range(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10))
        .Range(nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.RetryDelay, TimeSpan.FromMinutes(1))
        .Result();
}
