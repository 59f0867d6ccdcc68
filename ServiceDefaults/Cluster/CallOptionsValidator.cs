using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Cluster;

/// <summary>Names every fault of <see cref="CallOptions"/>.</summary>
public sealed class CallOptionsValidator : IValidateOptions<CallOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionsFaults(CallOptions.Section)
            .Range(nameof(options.ResponseTimeout), options.ResponseTimeout, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1))
            .Range(nameof(options.MaxWaiting), options.MaxWaiting, 100, 1_000_000)
            .Result();
    }
}
