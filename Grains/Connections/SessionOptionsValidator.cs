using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Connections;

internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => new OptionsFaults(SessionOptions.Section)
        .Range(nameof(options.ResumeWindow), options.ResumeWindow, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24))
        .Range(nameof(options.MaxSubscriptions), options.MaxSubscriptions, 1, 100_000)
        .Range(nameof(options.MaxConversations), options.MaxConversations, 1, 200_000)
        .Result();
}
