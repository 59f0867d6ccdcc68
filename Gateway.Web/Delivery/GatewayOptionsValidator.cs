using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Names every fault of <see cref="GatewayOptions"/>.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
        new OptionsFaults(GatewayOptions.Section)
            .When(options.InstanceId is { Length: 0 or > 64 }, nameof(options.InstanceId), "must have 1 to 64 characters.")
            .Range(nameof(options.LeaseRenewal), options.LeaseRenewal, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1))
            .Range(nameof(options.DrainSpread), options.DrainSpread, TimeSpan.Zero, TimeSpan.FromMinutes(5))
            .Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(10))
            .When(options.DrainTimeout < options.DrainSpread, nameof(options.DrainTimeout), $"must not be below {nameof(options.DrainSpread)}.")
            .Result();
}
