namespace Orleans.Realtime.Cli.Bench;

/// <summary>
/// Says when messages are due. Times are counted from there and not from when the tool came to send: a server that stalls would otherwise keep the tool from
/// counting what it kept waiting.
/// </summary>
/// <param name="rate">Messages a second; 0 for no pace.</param>
/// <param name="duration">For how long.</param>
/// <param name="clock">The clock.</param>
internal sealed class Pace(double rate, TimeSpan duration, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);
    private readonly long _start = clock.GetTimestamp();

    /// <summary>How many there are to be; null where there is no pace.</summary>
    public long? Total => rate > 0 ? Math.Max(1, (long)(rate * duration.TotalSeconds)) : null;

    /// <summary>Since the beginning.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Waits until the message with a number, 1, 2, 3 …, is due.</summary>
    /// <returns>When that was, as the clock counts; null when the time is over.</returns>
    public async ValueTask<long?> NextAsync(long number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Total is not { } total)
        {
            return Elapsed < duration ? clock.GetTimestamp() : null;
        }

        if (number > total)
        {
            return null;
        }

        var due = TimeSpan.FromSeconds((number - 1) / rate);
        for (var left = due - Elapsed; left > TimeSpan.Zero; left = due - Elapsed)
        {
            await Task.Delay(left > Tick ? left : Tick, clock, cancellationToken);
        }

        return _start + (long)(due.TotalSeconds * clock.TimestampFrequency);
    }
}
