using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Users;

internal sealed class UserOptionsValidator : IValidateOptions<UserOptions>
{
    public ValidateOptionsResult Validate(string? name, UserOptions options) => new OptionsFaults(UserOptions.Section)
        .Range(nameof(options.MaxConnectionsPerUser), options.MaxConnectionsPerUser, 0, 100_000)
        .Range(nameof(options.MaxGroups), options.MaxGroups, 1, 100_000)
        .Range(nameof(options.MaxPrivate), options.MaxPrivate, 10, 100_000)
        .Range(nameof(options.ListenedPrivate), options.ListenedPrivate, 0, 10_000)
        .Range(nameof(options.MaxParallelCalls), options.MaxParallelCalls, 1, 1_000)
        .Range(nameof(options.UnreadTimeout), options.UnreadTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30))
        .Result();
}
