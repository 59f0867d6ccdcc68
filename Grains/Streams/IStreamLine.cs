namespace Orleans.Realtime.Grains.Streams;

/// <summary>Calls that wait for the same.</summary>
internal interface IStreamLine
{
    /// <summary>There may be something for them.</summary>
    void Wake();

    /// <summary>Answers those whose time is over with nothing.</summary>
    /// <param name="now">The time by the monotonic clock; <see cref="long.MaxValue"/> answers all.</param>
    /// <returns>When the next one's is over; <see cref="long.MaxValue"/> when nobody is left.</returns>
    long Expire(long now);
}
