using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <summary>Names every fault of <see cref="MetricsOptions"/>.</summary>
internal sealed class MetricsOptionsValidator : IValidateOptions<MetricsOptions>
{
    private const int MaxAdditionalMeters = 50;

    public ValidateOptionsResult Validate(string? name, MetricsOptions options)
    {
        var faults = new List<string>();
        if (options.MaxSeries is < 100 or > 100_000)
        {
            faults.Add($"Metrics:MaxSeries is {options.MaxSeries}: it must be 100 to 100000.");
        }

        if (options.AdditionalMeters.Count > MaxAdditionalMeters)
        {
            faults.Add($"Metrics:AdditionalMeters has {options.AdditionalMeters.Count} entries: at most {MaxAdditionalMeters} are taken.");
        }

        if (options.AdditionalMeters.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add("Metrics:AdditionalMeters has an empty entry.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
