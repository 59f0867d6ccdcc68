using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>The feeds of this gateway, one for each stream that a connection subscribes to.</summary>
internal sealed class StreamFeeds(
    IGrainFactory grains, StreamOutage outage, StreamMetrics metrics, IOptions<SocketOptions> sockets, ILogger<StreamFeed> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StreamFeed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Entries in one read: as many as a connection takes at once (<see cref="IStreamTarget.HasRoom"/>).</summary>
    public int PageSize { get; } = Math.Clamp(sockets.Value.SendQueueFrames / 2, 1, StreamRange.MaxCount);

    /// <summary>Feeds now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _feeds.Count;
            }
        }
    }

    /// <summary>Ties a connection to a stream. Nothing is delivered before <see cref="StreamFeed.Start"/>; <see cref="StreamFeed.Remove"/> must follow.</summary>
    public StreamSubscription Add(string stream, IStreamTarget target)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(stream, out var feed))
            {
                feed = new StreamFeed(this, stream, grains.GetGrain<IStreamGrain>(stream), outage, metrics, logger);
                _feeds.Add(stream, feed);
            }

            return feed.Add(target);
        }
    }

    /// <summary>Forgets a feed, unless somebody came meanwhile.</summary>
    public bool TryEnd(StreamFeed feed)
    {
        lock (_gate)
        {
            // One that was forgotten before may have a successor by now.
            return feed.TryEnd() && (_feeds.GetValueOrDefault(feed.Stream) != feed || _feeds.Remove(feed.Stream));
        }
    }
}
