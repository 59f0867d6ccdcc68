using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.RateLimits;

/// <summary>Names every fault of <see cref="RateLimitOptions"/> at once, at start.</summary>
internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    private const int Most = 1_000_000;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        Range(faults, nameof(options.ConnectionPerSecond), options.ConnectionPerSecond, 1, Most);
        Range(faults, nameof(options.ConnectionBurst), options.ConnectionBurst, 1, Most);
        Range(faults, nameof(options.UserPerSecond), options.UserPerSecond, 1, Most);
        Range(faults, nameof(options.UserBurst), options.UserBurst, 1, Most);
        Range(faults, nameof(options.RoomPerSecond), options.RoomPerSecond, 0, Most);
        Range(faults, nameof(options.RoomBurst), options.RoomBurst, 1, Most);
        Range(faults, nameof(options.ExcessTimeout), options.ExcessTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range(faults, nameof(options.ExcessRefusals), options.ExcessRefusals, 1, 10_000_000);
        return faults.Build();
    }

    private static void Range<T>(ValidateOptionsResultBuilder faults, string name, T value, T low, T high)
        where T : IComparable<T>
    {
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            faults.AddError($"{RateLimitOptions.Section}:{name} is {value}: it must be from {low} to {high}.");
        }
    }
}
