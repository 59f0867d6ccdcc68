using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Names every fault of <see cref="MetricsOptions"/>.</summary>
internal sealed class MetricsOptionsValidator : IValidateOptions<MetricsOptions>
{
    private const int MaxAdditionalMeters = 50;

    public ValidateOptionsResult Validate(string? name, MetricsOptions options)
    {
        var meters = options.AdditionalMeters;
        return new OptionsFaults(MetricsOptions.Section)
            .Range(nameof(options.MaxSeries), options.MaxSeries, 100, 100_000)
            .When(meters.Count > MaxAdditionalMeters, nameof(options.AdditionalMeters), $"has {meters.Count} entries: at most {MaxAdditionalMeters} are taken.")
            .When(meters.Any(string.IsNullOrWhiteSpace), nameof(options.AdditionalMeters), "has an empty entry.")
            .Result();
    }
}
