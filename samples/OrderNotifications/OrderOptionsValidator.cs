using Microsoft.Extensions.Options;

namespace Orleans.Realtime.OrderNotifications;

internal sealed class OrderOptionsValidator : IValidateOptions<OrderOptions>
{
    public ValidateOptionsResult Validate(string? name, OrderOptions options)
    {
        var faults = new List<string>();
        if (options.UserId is not { Length: > 0 and <= 128 })
        {
            faults.Add("Orders:UserId needs 1 to 128 characters.");
        }

        if (options.RoomId is not { Length: > 0 and <= 128 })
        {
            faults.Add("Orders:RoomId needs 1 to 128 characters.");
        }

        if (options.Interval < TimeSpan.FromMilliseconds(10) || options.Interval > TimeSpan.FromHours(1))
        {
            faults.Add("Orders:Interval must be 10 ms to 1 hour.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
