namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Waiting by a clock that tests can drive.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Waits for a while.</summary>
    public static Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken = default) =>
        Task.Delay(delay, time, cancellationToken);
}
