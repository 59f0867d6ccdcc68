using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;

namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <summary>Names every fault of <see cref="CallOptions"/>.</summary>
internal sealed class CallOptionsValidator : IValidateOptions<CallOptions>
{
    public ValidateOptionsResult Validate(string? name, CallOptions options) => new OptionsFaults(CallOptions.Section)
        .Range(nameof(options.ResponseTimeout), options.ResponseTimeout, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1))
        .Result();
}
