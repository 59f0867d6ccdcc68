using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Rooms;

internal sealed class RoomOptionsValidator : IValidateOptions<RoomOptions>
{
    public ValidateOptionsResult Validate(string? name, RoomOptions options) => new OptionsFaults(RoomOptions.Section)
        .Range(nameof(options.MaxMessages), options.MaxMessages, 1, 1_000_000)
        .Range(nameof(options.MaxAge), options.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3_650))
        .Range(nameof(options.IdleTtl), options.IdleTtl, options.MaxAge, TimeSpan.FromDays(3_650))
        .Range(nameof(options.MaxSubscribers), options.MaxSubscribers, 1, 1_024)
        .Range(nameof(options.SubscriptionLease), options.SubscriptionLease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
        .Result();
}
