namespace Orleans.Realtime.Grains.Interfaces;

/// <summary>Repeats a grain call that is safe to repeat while its fault is one that passes.</summary>
public static class GrainRetry
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Calls until it succeeds, fails for good (see <see cref="TransientFault"/>), or the time is over: then the last fault is thrown.
    /// Waits 50 ms before the first repetition, and up to 1 s before later ones.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="timeout">After this time no further call begins. One that is under way then is waited for.</param>
    /// <param name="state">Handed to every call.</param>
    /// <param name="call">The call. The messages or positions in it must be the same each time.</param>
    /// <param name="cancellationToken">Ends the waiting between two calls.</param>
    public static async Task<T> RunAsync<TState, T>(
        TimeProvider time, TimeSpan timeout, TState state, Func<TState, Task<T>> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(call);
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
                await Task.Delay(delay, time, cancellationToken);
            }

            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }
}
