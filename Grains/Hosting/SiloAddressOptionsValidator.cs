using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Names every fault of <see cref="SiloAddressOptions"/>.</summary>
internal sealed class SiloAddressOptionsValidator : IValidateOptions<SiloAddressOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloAddressOptions options) => new OptionsFaults(SiloAddressOptions.Section)
        .Range(nameof(options.SiloPort), options.SiloPort, 1, IPEndPoint.MaxPort)
        .Range(nameof(options.GatewayPort), options.GatewayPort, 1, IPEndPoint.MaxPort)
        .When(options.GatewayPort == options.SiloPort, nameof(options.GatewayPort), $"must not be {nameof(options.SiloPort)}.")
        .When(!IsAddress(options.AdvertisedAddress), nameof(options.AdvertisedAddress), "must be an IP address that others can reach, or empty.")
        .Result();

    private static bool IsAddress(string? address) =>
        string.IsNullOrEmpty(address) || (IPAddress.TryParse(address, out var parsed) && !parsed.Equals(IPAddress.Any) && !parsed.Equals(IPAddress.IPv6Any));
}
