using Orleans.Realtime.ServiceDefaults;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>
/// How reading goes on where it brings nothing. While the cluster or its storage is away every feed and every consumer tries again and again: it is said once that it began, and
/// once that it is over.
/// </summary>
internal sealed partial class StreamOutage(TimeProvider time, ILogger<StreamOutage> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = logger;
    private int _affected;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>
    /// Waits before somebody who waited for entries and got none asks again, when the answer came too soon: a stream where too many wait answers the newcomer at once.
    /// </summary>
    /// <param name="asked">When it had asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task PauseAsync(long asked, CancellationToken cancellationToken = default)
    {
        var left = LeastWait - time.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The course of one reader.</summary>
    public Reader Begin() => new(this);

    /// <summary>Counts the failures of one reader. Not thread-safe. Dispose it when the reader ends.</summary>
    public sealed class Reader(StreamOutage outage) : IDisposable
    {
        private TimeSpan _pause;

        /// <summary>A call failed: waits, longer each time.</summary>
        public Task FailedAsync(Exception fault, CancellationToken cancellationToken = default)
        {
            if (_pause == TimeSpan.Zero)
            {
                _pause = FirstPause;
                if (Interlocked.Increment(ref outage._affected) == 1)
                {
                    outage.LogAway(fault);
                }
            }
            else
            {
                _pause = _pause.Doubled(LongestPause);
            }

            // Many readers fail at the same moment: they need not all come back at one.
            return Task.Delay(_pause * (0.5 + (0.5 * Random.Shared.NextDouble())), outage.Time, cancellationToken);
        }

        /// <summary>A call succeeded.</summary>
        public void Succeeded()
        {
            if (_pause != TimeSpan.Zero)
            {
                _pause = TimeSpan.Zero;
                if (Interlocked.Decrement(ref outage._affected) == 0)
                {
                    outage.LogBack();
                }
            }
        }

        /// <inheritdoc />
        public void Dispose()
        {
            // It ends without knowing whether they can.
            if (_pause != TimeSpan.Zero)
            {
                _pause = TimeSpan.Zero;
                Interlocked.Decrement(ref outage._affected);
            }
        }
    }
}
