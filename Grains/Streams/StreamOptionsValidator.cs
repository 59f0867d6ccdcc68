using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Streams;

internal sealed class StreamOptionsValidator(IOptions<CallOptions> calls) : IValidateOptions<StreamOptions>
{
    public ValidateOptionsResult Validate(string? name, StreamOptions options) => new OptionsFaults(StreamOptions.Section)
        .Range(nameof(options.MaxLength), options.MaxLength, 0, 100_000_000)
        .Range(nameof(options.TrimInterval), options.TrimInterval == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : options.TrimInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Range(nameof(options.ConsumerExpiry), options.ConsumerExpiry == TimeSpan.Zero ? TimeSpan.FromMinutes(1) : options.ConsumerExpiry, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
        .Range(nameof(options.IdempotencyWindow), options.IdempotencyWindow, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Range(nameof(options.CompressFrom), options.CompressFrom, 0, 16 * 1024 * 1024)
        .Range(nameof(options.MaxReadBytes), options.MaxReadBytes, 1_024, 64 * 1024 * 1024)
        .Range(nameof(options.MaxWait), options.MaxWait, TimeSpan.FromMilliseconds(10), Shorter(TimeSpan.FromMinutes(1), calls.Value.ResponseTimeout * 0.8))
        .Range(nameof(options.MaxWaiting), options.MaxWaiting, 1, Math.Max(1, calls.Value.MaxWaiting / 2))
        .Result();

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
