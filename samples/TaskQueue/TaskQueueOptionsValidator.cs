using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.TaskQueue;

internal sealed class TaskQueueOptionsValidator : IValidateOptions<TaskQueueOptions>
{
    public ValidateOptionsResult Validate(string? name, TaskQueueOptions options)
    {
        var faults = new List<string>();
        if (!StreamNames.IsValid(options.Stream + "-failed"))
        {
            faults.Add("Tasks:Stream needs 1 to 121 characters of A-Z, a-z, 0-9, '.', '_' and '-'.");
        }

        if (options.Work < TimeSpan.Zero || options.Work > TimeSpan.FromHours(1))
        {
            faults.Add("Tasks:Work must be 0 to 1 hour.");
        }

        if (options.InHand is < 1 or > 100)
        {
            faults.Add("Tasks:InHand must be 1 to 100.");
        }

        if (options.TakeOverAfter < TimeSpan.FromSeconds(1) || options.TakeOverAfter > TimeSpan.FromDays(1) || options.TakeOverAfter <= options.Work * options.InHand)
        {
            faults.Add("Tasks:TakeOverAfter must be 1 s to 1 day, and longer than the work of all that is in hand.");
        }

        if (options.MaxAttempts is < 1 or > 100)
        {
            faults.Add("Tasks:MaxAttempts must be 1 to 100.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
