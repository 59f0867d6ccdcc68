using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.Sessions;

internal sealed class MessagingOptionsValidator : IValidateOptions<MessagingOptions>
{
    public ValidateOptionsResult Validate(string? name, MessagingOptions options) => new OptionsFaults(MessagingOptions.Section)
        .Range(nameof(options.TypingInterval), options.TypingInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1))
        .Result();
}
