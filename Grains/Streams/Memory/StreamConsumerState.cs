namespace Orleans.Realtime.Grains.Streams.Memory;

/// <summary>A consumer of a group in memory.</summary>
/// <param name="name">Its name.</param>
internal sealed class StreamConsumerState(string name)
{
    public string Name => name;

    public long Pending { get; set; }

    /// <summary>When it last asked, a timestamp of the clock.</summary>
    public long SeenAt { get; set; }
}
