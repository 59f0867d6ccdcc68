using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>One connection's place in a stream. What changes is guarded by its feed.</summary>
internal sealed class StreamSubscription(StreamFeed feed, IStreamTarget target)
{
    /// <summary>Its index while the feed does not serve it: it catches up by itself, or has not begun.</summary>
    public const int Apart = -1;

    /// <summary>The stream.</summary>
    public StreamFeed Feed => feed;

    /// <summary>The connection.</summary>
    public IStreamTarget Target => target;

    /// <summary>It was given everything up to here.</summary>
    public StreamId Position { get; set; }

    /// <summary>Its place among those that the feed serves.</summary>
    public int Index { get; set; } = Apart;

    /// <summary>Whether it is over: it gets nothing more.</summary>
    public bool Ended { get; set; }
}
