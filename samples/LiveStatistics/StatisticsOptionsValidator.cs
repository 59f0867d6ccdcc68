using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.LiveStatistics;

internal sealed class StatisticsOptionsValidator : IValidateOptions<StatisticsOptions>
{
    public ValidateOptionsResult Validate(string? name, StatisticsOptions options)
    {
        var faults = new List<string>();
        if (!StreamNames.IsValid(options.Stream))
        {
            faults.Add("Statistics:Stream needs 1 to 128 characters of A-Z, a-z, 0-9, '.', '_' and '-'.");
        }

        if (options.RoomId is not { Length: > 0 and <= 128 })
        {
            faults.Add("Statistics:RoomId needs 1 to 128 characters.");
        }

        if (options.Interval < TimeSpan.FromMilliseconds(100) || options.Interval > TimeSpan.FromMinutes(1))
        {
            faults.Add("Statistics:Interval must be 100 ms to 1 minute.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
