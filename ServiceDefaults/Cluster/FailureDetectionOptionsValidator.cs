using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Cluster;

/// <summary>Names every fault of <see cref="FailureDetectionOptions"/>.</summary>
public sealed class FailureDetectionOptionsValidator : IValidateOptions<FailureDetectionOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, FailureDetectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionsFaults(FailureDetectionOptions.Section)
            .Range(nameof(options.FailureDetection), options.FailureDetection, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15))
            .Result();
    }
}
