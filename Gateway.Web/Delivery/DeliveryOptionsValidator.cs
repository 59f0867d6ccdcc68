using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Names every fault of <see cref="DeliveryOptions"/>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) =>
        new OptionsFaults(DeliveryOptions.Section)
            .Range(nameof(options.Lanes), options.Lanes, 1, 1_024)
            .Range(nameof(options.HostPollInterval), options.HostPollInterval, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1))
            .Range(nameof(options.VerifyInterval), options.VerifyInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(nameof(options.AttachTimeout), options.AttachTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(5))
            .Range(nameof(options.Linger), options.Linger, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .Range(nameof(options.LagTimeout), options.LagTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1))
            .Range(nameof(options.MaxConcurrentAttaches), options.MaxConcurrentAttaches, 1, 4_096)
            .Range(nameof(options.ReplayPage), options.ReplayPage, 1, HistoryQuery.MaxLimit)
            .Range(nameof(options.BroadcastWindow), options.BroadcastWindow, 16, 1_000_000)
            .Result();
}
