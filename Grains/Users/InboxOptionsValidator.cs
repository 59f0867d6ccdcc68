using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Users;

internal sealed class InboxOptionsValidator : IValidateOptions<InboxOptions>
{
    public ValidateOptionsResult Validate(string? name, InboxOptions options) => new OptionsFaults(InboxOptions.Section)
        .Range(nameof(options.MaxMessages), options.MaxMessages, 1, 10_000)
        .Range(nameof(options.MaxMessagesOnline), options.MaxMessagesOnline, options.MaxMessages, 100_000)
        .Range(nameof(options.MaxAge), options.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365))
        .Range(nameof(options.IdleTtl), options.IdleTtl, options.MaxAge, TimeSpan.FromDays(3_650))
        .Result();
}
