using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Names every fault of <see cref="HttpOptions"/>.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options) => new OptionsFaults(HttpOptions.Section)
        .Range(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Range(nameof(options.RequestHeadersTimeout), options.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .When(
            options.InlineScheduling == true && !HttpOptions.InlineCompletions,
            nameof(options.InlineScheduling),
            $"is true, but the environment variable {HttpOptions.InlineCompletionsVariable} is not 1.")
        .Result();
}
