using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>What all connections that use streams share.</summary>
internal sealed record StreamServices(
    IGrainFactory Grains,
    StreamFrameParser Parser,
    StreamAccess Access,
    StreamCalls Calls,
    StreamFeeds Feeds,
    StreamOutage Outage,
    StreamMetrics Metrics,
    TimeProvider Time,
    IOptions<StreamSocketOptions> StreamSettings,
    IOptions<PublishingOptions> PublishingSettings,
    IOptions<SocketOptions> SocketSettings,
    ILogger<ConnectionStreams> Logger)
{
    /// <summary>A wait as long as the stream allows: it cuts it, and is asked again.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>The validated options; they do not change while the process runs.</summary>
    public StreamSocketOptions Options { get; } = StreamSettings.Value;

    /// <summary>A stream.</summary>
    public IStreamGrain Stream(string name) => Grains.GetGrain<IStreamGrain>(name);
}
