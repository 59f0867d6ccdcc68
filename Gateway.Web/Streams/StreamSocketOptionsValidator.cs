using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Names every fault of <see cref="StreamSocketOptions"/>.</summary>
internal sealed class StreamSocketOptionsValidator : IValidateOptions<StreamSocketOptions>
{
    public ValidateOptionsResult Validate(string? name, StreamSocketOptions options) => new OptionsFaults(StreamSocketOptions.Section)
        .Range(nameof(options.MaxSubscriptions), options.MaxSubscriptions, 1, 10_000)
        .Range(nameof(options.MinIdle), options.MinIdle, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1))
        .Result();
}
