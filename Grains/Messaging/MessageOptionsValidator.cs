using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Messaging;

internal sealed class MessageOptionsValidator : IValidateOptions<MessageOptions>
{
    public ValidateOptionsResult Validate(string? name, MessageOptions options) => new OptionsFaults(MessageOptions.Section)
        .Range(nameof(options.MaxBytes), options.MaxBytes, 1_024, 16 * 1024 * 1024)
        .Range(nameof(options.MaxPerCall), options.MaxPerCall, 1, 10_000)
        .Result();
}
