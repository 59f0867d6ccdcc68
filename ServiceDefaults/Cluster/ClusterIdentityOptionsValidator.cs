using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Cluster;

/// <summary>Names every fault of <see cref="ClusterIdentityOptions"/>.</summary>
public sealed class ClusterIdentityOptionsValidator : IValidateOptions<ClusterIdentityOptions>
{
    private const int LongestName = 64;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ClusterIdentityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionsFaults(ClusterIdentityOptions.Section)
            .When(!IsName(options.ClusterId), nameof(options.ClusterId), NameRule)
            .When(!IsName(options.ServiceId), nameof(options.ServiceId), NameRule)
            .Result();
    }

    private static string NameRule => $"must have 1 to {LongestName} letters, digits, dots, underscores and hyphens.";

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
