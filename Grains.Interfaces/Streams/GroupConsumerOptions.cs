namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>How a <see cref="GroupConsumer"/> takes its share. Checked when it starts.</summary>
public sealed class GroupConsumerOptions
{
    /// <summary>The group. Required; see <see cref="StreamNames"/>.</summary>
    public required string Group { get; init; }

    /// <summary>
    /// The consumer's name, which it alone has at a time: one that starts under a name first gets what was left pending under it. Default: a new one for each
    /// start, so that what a lost one had comes to others after <see cref="MinIdle"/>. Keep <see cref="MinIdle"/> also with a fixed name: a call of the process that
    /// was lost may still be given entries after its successor has looked for them.
    /// </summary>
    public string Consumer { get; init; } = $"consumer-{Guid.NewGuid():N}";

    /// <summary>Most entries that it has without having acknowledged them, those included that wait for the handler. Default 10; range 1 to <see cref="StreamRange.MaxCount"/>.</summary>
    public int Count { get; init; } = 10;

    /// <summary>
    /// Entries that a consumer, this one too, was given so long ago and has not acknowledged are taken over. Longer than an entry takes to handle, else it is handled twice.
    /// Default 30 seconds; <see langword="null"/>: none are taken over; at least 1 millisecond.
    /// </summary>
    public TimeSpan? MinIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether to create the group where there is none: behind <see cref="Start"/> at first, and with all that the stream has when it is gone later, for example with the
    /// stream. Default <see langword="true"/>; else it ends with <see cref="RealtimeErrorCode.NotFound"/>.
    /// </summary>
    public bool CreateGroup { get; init; } = true;

    /// <summary>Behind which entry a group begins that is created: <see cref="StreamId.Zero"/>, the default, with all that the stream has; <see langword="null"/> (<c>$</c>): with new ones.</summary>
    public StreamId? Start { get; init; } = StreamId.Zero;

    /// <summary>Whether <see cref="GroupConsumer.RunAsync"/> acknowledges an entry when its handler has come to its end. Default <see langword="true"/>; else the handler does.</summary>
    public bool AutoAcknowledge { get; init; } = true;

    /// <summary>As in <see cref="StreamSubscriptionOptions.Wait"/>; stopping in good order may take as long.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long <see cref="GroupConsumer.RunAsync"/>, when it is to stop, goes on with what it has taken. What is left stays pending. Default 10 seconds; not negative.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentException">A value is.</exception>
    internal void Validate(string parameter)
    {
        if (!StreamNames.IsValid(Group)
            || !StreamNames.IsValid(Consumer)
            || Count is < 1 or > StreamRange.MaxCount
            || MinIdle < TimeSpan.FromMilliseconds(1)
            || !StreamPolling.IsValid(Wait)
            || StopTimeout < TimeSpan.Zero
            || Time is null)
        {
            throw new ArgumentException(
                $"A consumer needs a {nameof(Group)} and a {nameof(Consumer)} with names as {nameof(StreamNames)} says, a {nameof(Count)} of 1 to {StreamRange.MaxCount}, "
                + $"a {nameof(MinIdle)} of at least 1 ms, a {nameof(Wait)} of 1 ms to 1 minute, a {nameof(StopTimeout)} that is not negative, and a {nameof(Time)}.",
                parameter);
        }
    }
}
