using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Grains.Conversations;

internal sealed class ConversationOptionsValidator(IOptions<LogOptions> log) : IValidateOptions<ConversationOptions>
{
    public ValidateOptionsResult Validate(string? name, ConversationOptions options) => new OptionsFaults(ConversationOptions.Section)
        // What the map of members does not reflect yet must still be in the log.
        .Range(nameof(options.MaxMessages), options.MaxMessages, Math.Max(100, log.Value.MapCheckpoint + 1), 10_000_000)
        .Range(nameof(options.MaxAge), options.MaxAge ?? TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(3_650))
        .Range(nameof(options.MaxMembers), options.MaxMembers, 2, 100_000)
        .Range(nameof(options.RecallWindow), options.RecallWindow, TimeSpan.Zero, TimeSpan.FromDays(3_650))
        .Range(nameof(options.MaxMentions), options.MaxMentions, 0, 1_000)
        .Range(nameof(options.ReadInterval), options.ReadInterval, TimeSpan.Zero, TimeSpan.FromSeconds(10))
        .Range(nameof(options.MaxParallelCalls), options.MaxParallelCalls, 1, 1_000)
        .Result();
}
