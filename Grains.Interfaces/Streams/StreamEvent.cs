namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>What a subscription reads: an entry, or the news that entries are missing.</summary>
/// <param name="Position">Behind which to go on once this was handled.</param>
/// <param name="Entry">The entry; none for a gap.</param>
public readonly record struct StreamEvent(StreamId Position, StreamEntry? Entry)
{
    /// <summary>Whether entries before the next one may be missing: they were trimmed, or the stream was deleted or lost and begins anew, perhaps with lower ids.</summary>
    public bool IsGap => Entry is null;
}
