using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Names every fault of <see cref="AdminOptions"/>.</summary>
internal sealed class AdminOptionsValidator(IConfiguration configuration) : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var faults = new OptionsFaults(AdminOptions.Section);
        var publicPorts = PortsOf((configuration[GatewayDefaults.PublicUrlsKey] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        foreach (var address in options.Addresses)
        {
            var port = PortOf(address);
            faults.When(port is null, nameof(options.Urls), $"has '{address}', which is no http or https address.");
            // Port 0 is a port of its own each time.
            faults.When(port is not (null or 0) && publicPorts.Contains(port), nameof(options.Urls), $"has '{address}', whose port the public addresses have too.");
        }

        return faults
            .When(
                options.Addresses.Length > 0 && configuration.GetSection("Kestrel:Endpoints").Exists(),
                nameof(options.Urls),
                "goes with Urls: with Kestrel:Endpoints it cannot be kept apart from the public addresses.")
            .Result();
    }

    private static HashSet<int?> PortsOf(IEnumerable<string> addresses) => [.. addresses.Select(PortOf)];

    private static int? PortOf(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            return parsed.Scheme is "http" or "https" ? parsed.Port : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
