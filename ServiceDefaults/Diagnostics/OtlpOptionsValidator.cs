using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

/// <summary>Names every fault of <see cref="OtlpOptions"/>.</summary>
internal sealed class OtlpOptionsValidator : IValidateOptions<OtlpOptions>
{
    public ValidateOptionsResult Validate(string? name, OtlpOptions options) =>
        new OptionsFaults(OtlpOptions.Section)
            .When(!IsAddress(options.Endpoint), nameof(options.Endpoint), $"(or {OtlpOptions.EndpointVariable}) must be an absolute http or https address.")
            .When(options.Protocol is { } protocol && !Enum.IsDefined(protocol), nameof(options.Protocol), "must be Grpc or HttpProtobuf.")
            .Range(nameof(options.TraceRatio), options.TraceRatio, 0, 1)
            .Result();

    private static bool IsAddress(string? endpoint) =>
        string.IsNullOrEmpty(endpoint) || (Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));
}
