using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Configuration;

namespace Orleans.Realtime.Gateway.Web.ConsolePage;

/// <summary>Names every fault of <see cref="ConsoleOptions"/>.</summary>
internal sealed class ConsoleOptionsValidator : IValidateOptions<ConsoleOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options) => new OptionsFaults(ConsoleOptions.Section)
        .When(
            !string.IsNullOrWhiteSpace(options.Folder) && !File.Exists(Path.Combine(options.Folder, ConsoleFiles.Index)),
            nameof(options.Folder),
            $"is '{options.Folder}', which has no {ConsoleFiles.Index}.")
        .Result();
}
