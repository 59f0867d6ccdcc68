using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <summary>A stream that somebody in the process watches, or did until just now. Its watcher locks it.</summary>
/// <param name="position">Entries up to here are known.</param>
internal sealed class WatchedStream(StreamId position)
{
    /// <summary>Who is called.</summary>
    public List<StreamWatch> Watches { get; } = [];

    /// <summary>Entries up to here were told of.</summary>
    public StreamId Position { get; set; } = position;

    /// <summary>Since when nobody watches it, a timestamp of the clock; meaningless while somebody does.</summary>
    public long LeftAt { get; set; }
}
