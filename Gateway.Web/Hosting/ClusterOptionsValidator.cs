using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Names every fault of <see cref="ClusterOptions"/>.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    private const int LongestName = 64;

    public ValidateOptionsResult Validate(string? name, ClusterOptions options) => new OptionsFaults(ClusterOptions.Section)
        .Require(IsName(options.ClusterId), $"{nameof(options.ClusterId)} {NameRule}")
        .Require(IsName(options.ServiceId), $"{nameof(options.ServiceId)} {NameRule}")
        .Result();

    private static string NameRule => $"must have 1 to {LongestName} letters, digits, dots, underscores and hyphens.";

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
