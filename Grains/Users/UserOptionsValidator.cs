using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Users;

internal sealed class UserOptionsValidator : IValidateOptions<UserOptions>
{
    public ValidateOptionsResult Validate(string? name, UserOptions options) => new OptionsFaults(UserOptions.Section)
        .Range(nameof(options.MaxConnectionsPerUser), options.MaxConnectionsPerUser, 0, 100_000)
        .Result();
}
