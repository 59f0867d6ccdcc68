namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Asking a stream again and again, through whatever passes.</summary>
internal static class StreamPolling
{
    /// <summary>
    /// Nothing that comes sooner than this was not waited for: as many wait as may, or the silo stops. Then who asks does the waiting, so that nobody asks without end.
    /// </summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    public static bool IsValid(TimeSpan wait) => wait >= TimeSpan.FromMilliseconds(1) && wait <= TimeSpan.FromMinutes(1);

    /// <summary>Asks until there is an answer, of whatever kind.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="state">Handed to the call.</param>
    /// <param name="call">The call, which may be made again after a fault.</param>
    /// <param name="isEmpty">Whether the answer, which was waited for, says nothing.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<T> AskAsync<TState, T>(
        TimeProvider time, TState state, Func<TState, Task<T>> call, Func<T, bool> isEmpty, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var answer = await GrainRetry.RunAsync(time, TimeSpan.MaxValue, state, call, cancellationToken);
        if (isEmpty(answer) && time.GetElapsedTime(begun) < ShortestWait)
        {
            await Task.Delay(ShortestWait, time, cancellationToken);
        }

        return answer;
    }
}
