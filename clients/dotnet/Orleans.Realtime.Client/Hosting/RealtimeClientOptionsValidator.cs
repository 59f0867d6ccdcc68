using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Client.Hosting;

/// <summary>Checks <see cref="RealtimeClientOptions"/>, and names every fault.</summary>
public sealed class RealtimeClientOptionsValidator : IValidateOptions<RealtimeClientOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TenthOfASecond = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RealtimeClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        CheckUrls(options, faults);
        if (options.Token is not null && options.TokenProvider is not null)
        {
            faults.Add("Token and TokenProvider: only one of them may be set.");
        }

        Check(faults, "RefreshTokenBefore", options.RefreshTokenBefore, TimeSpan.Zero, Day);
        Check(faults, "ConnectTimeout", options.ConnectTimeout, TenthOfASecond, TenMinutes);
        Check(faults, "Reconnect.MinDelay", options.Reconnect.MinDelay, TimeSpan.FromMilliseconds(10), TenMinutes);
        Check(faults, "Reconnect.MaxDelay", options.Reconnect.MaxDelay, options.Reconnect.MinDelay, Hour);
        Check(faults, "Reconnect.RateLimitedDelay", options.Reconnect.RateLimitedDelay, TimeSpan.Zero, Hour);
        Check(faults, "Heartbeat.Idle", options.Heartbeat.Idle ?? TenthOfASecond, TenthOfASecond, Hour);
        Check(faults, "Heartbeat.Timeout", options.Heartbeat.Timeout, TenthOfASecond, TenMinutes);
        Check(faults, "Queue.MaxItems", options.Queue.MaxItems, 1, 100_000);
        Check(faults, "Queue.MaxInFlight", options.Queue.MaxInFlight, 1, 500);
        Check(faults, "Queue.MaxInFlightPerTarget", options.Queue.MaxInFlightPerTarget, 1, options.Queue.MaxInFlight);
        Check(faults, "Queue.Timeout", options.Queue.Timeout, TimeSpan.FromMilliseconds(1), Day);
        Check(faults, "Queue.RepeatWithin", options.Queue.RepeatWithin, TimeSpan.Zero, Day);
        Check(faults, "Queue.MaxMessageBytes", options.Queue.MaxMessageBytes, 1_024, 1 << 30);
        Check(faults, "Delivery.MaxBuffered", options.Delivery.MaxBuffered, 16, 1_000_000);
        Check(faults, "Delivery.MaxFrameBytes", options.Delivery.MaxFrameBytes, 65_536, 1 << 30);
        Check(faults, "Inbox.AcknowledgeDelay", options.Inbox.AcknowledgeDelay, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckUrls(RealtimeClientOptions options, List<string> faults)
    {
        if (options.Urls.Count == 0)
        {
            faults.Add("Urls: at least one is required.");
        }

        foreach (var url in options.Urls)
        {
            if (url is not { IsAbsoluteUri: true, Scheme: "ws" or "wss" })
            {
                faults.Add($"Urls: '{url}' does not begin with ws:// or wss://.");
            }
        }
    }

    private static void Check<T>(List<string> faults, string name, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            faults.Add($"{name}: {value} is not between {min} and {max}.");
        }
    }
}
