using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Grains.Hosting;

internal sealed class CallOptionsValidator : IValidateOptions<CallOptions>
{
    public ValidateOptionsResult Validate(string? name, CallOptions options) => new OptionsFaults(CallOptions.Section)
        .Range(nameof(options.ResponseTimeout), options.ResponseTimeout, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1))
        .Result();
}
