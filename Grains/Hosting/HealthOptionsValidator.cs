using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Hosting;

/// <summary>Names every fault of <see cref="HealthOptions"/>.</summary>
internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        var faults = new OptionsFaults(HealthOptions.Section);
        foreach (var address in options.Addresses)
        {
            faults.When(!IsAddress(address), nameof(options.Urls), $"has '{address}', which is no http address without a path.");
        }

        return faults.Result();
    }

    private static bool IsAddress(string address)
    {
        // The wild cards for "every address of this machine" are the listeners' own, and no host of a URI.
        var uri = address.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http", PathAndQuery: "/", Fragment: "" };
    }
}
