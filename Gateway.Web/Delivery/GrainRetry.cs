namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Repeats a grain call that is safe to repeat while its fault is one that passes.</summary>
internal static class GrainRetry
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Calls until it succeeds, fails for good, or the time is over: then the last fault is thrown.</summary>
    public static async Task<T> RunAsync<TState, T>(TimeProvider time, TimeSpan timeout, TState state, Func<TState, Task<T>> call)
    {
        var started = time.GetTimestamp();
        var delay = FirstDelay;
        while (true)
        {
            try
            {
                return await call(state);
            }
            catch (Exception e) when (TransientFault.Matches(e) && time.GetElapsedTime(started) + delay < timeout)
            {
                await time.DelayAsync(delay);
            }

            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }
}
