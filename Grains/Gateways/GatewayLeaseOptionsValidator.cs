using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Gateways;

internal sealed class GatewayLeaseOptionsValidator : IValidateOptions<GatewayLeaseOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayLeaseOptions options) => new OptionsFaults(GatewayLeaseOptions.Section)
        .Range(nameof(options.LeaseDuration), options.LeaseDuration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
        .Result();
}
