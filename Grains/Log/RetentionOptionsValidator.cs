using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Grains.Log;

/// <summary>Names every fault of a <see cref="RetentionOptions"/>.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    private const int LargestMaxEntries = 1_000_000;
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var faults = new List<string>();
        if (options.MaxEntries is < 1 or > LargestMaxEntries)
        {
            faults.Add($"{name}:MaxEntries is {options.MaxEntries}; it must be 1 to {LargestMaxEntries}.");
        }

        if (options.MaxAge < ShortestAge || options.MaxAge > LongestAge)
        {
            faults.Add($"{name}:MaxAge is {options.MaxAge}; it must be {ShortestAge} to {LongestAge}.");
        }

        if (options.IdleTtl < options.MaxAge || options.IdleTtl > LongestAge)
        {
            faults.Add($"{name}:IdleTtl is {options.IdleTtl}; it must be MaxAge ({options.MaxAge}) to {LongestAge}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
