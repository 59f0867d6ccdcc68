using System.Net;
using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Names every fault of <see cref="ClusterOptions"/>.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    private const int LongestName = 64;

    public ValidateOptionsResult Validate(string? name, ClusterOptions options) => new OptionsFaults(ClusterOptions.Section)
        .When(!IsName(options.ClusterId), nameof(options.ClusterId), NameRule)
        .When(!IsName(options.ServiceId), nameof(options.ServiceId), NameRule)
        .Range(nameof(options.SiloPort), options.SiloPort, 1, IPEndPoint.MaxPort)
        .Range(nameof(options.GatewayPort), options.GatewayPort, 1, IPEndPoint.MaxPort)
        .When(options.GatewayPort == options.SiloPort, nameof(options.GatewayPort), $"must not be {nameof(options.SiloPort)}.")
        .When(!IsAddress(options.AdvertisedAddress), nameof(options.AdvertisedAddress), "must be an IP address that others can reach, or empty.")
        .Result();

    private static string NameRule => $"must have 1 to {LongestName} letters, digits, dots, underscores and hyphens.";

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool IsAddress(string? address) =>
        string.IsNullOrEmpty(address) || (IPAddress.TryParse(address, out var parsed) && !parsed.Equals(IPAddress.Any) && !parsed.Equals(IPAddress.IPv6Any));
}
