using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>Names every fault of <see cref="SessionOptions"/>.</summary>
internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) =>
        new OptionsFaults(SessionOptions.Section)
            .Range(nameof(options.ResumeWait), options.ResumeWait, TimeSpan.Zero, TimeSpan.FromMinutes(1))
            .Range(nameof(options.MaxInFlight), options.MaxInFlight, 1, 100_000)
            .Range(nameof(options.MaxRooms), options.MaxRooms, 1, 100_000)
            .Range(nameof(options.ConfirmWithin), options.ConfirmWithin, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1))
            .Range(nameof(options.MaxMalformedFrames), options.MaxMalformedFrames, 1, 1_000)
            .Range(nameof(options.Shards), options.Shards, 1, 1_024)
            .Result();
}
