using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Users;

internal sealed class PresenceOptionsValidator : IValidateOptions<PresenceOptions>
{
    public ValidateOptionsResult Validate(string? name, PresenceOptions options) => new OptionsFaults(PresenceOptions.Section)
        .Range(nameof(options.Grace), options.Grace, TimeSpan.Zero, TimeSpan.FromMinutes(5))
        .Range(nameof(options.MaxGroupMembers), options.MaxGroupMembers, 0, 10_000)
        .Result();
}
