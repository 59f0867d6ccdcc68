namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>How a <see cref="StreamSubscription"/> reads. Checked when it starts.</summary>
public sealed class StreamSubscriptionOptions
{
    /// <summary>
    /// Behind which entry to begin: the <see cref="StreamEvent.Position"/> that was handled last, or <see cref="StreamId.Zero"/> for all that the stream has. Default
    /// <see langword="null"/> (<c>$</c>): from the moment the subscription starts.
    /// </summary>
    public StreamId? From { get; init; }

    /// <summary>Most entries of one read. Default 100; range 1 to <see cref="StreamRange.MaxCount"/>.</summary>
    public int Count { get; init; } = 100;

    /// <summary>
    /// How long one read waits for the first entry before it is asked again; the stream cuts it at <c>Streams:MaxWait</c>. Shorter than the client's response time-out.
    /// Default 3 seconds; range 1 millisecond to 1 minute.
    /// </summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentException">A value is.</exception>
    internal void Validate(string parameter)
    {
        if (Count is < 1 or > StreamRange.MaxCount || !StreamPolling.IsValid(Wait) || Time is null)
        {
            throw new ArgumentException(
                $"A subscription needs a {nameof(Count)} of 1 to {StreamRange.MaxCount}, a {nameof(Wait)} of 1 ms to 1 minute, and a {nameof(Time)}.", parameter);
        }
    }
}
