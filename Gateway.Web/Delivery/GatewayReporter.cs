using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Gateway.Web.Streams;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>Gathers what this gateway tells of itself with its lease.</summary>
internal sealed class GatewayReporter(
    GatewayLanes lanes,
    IConnectionDirectory connections,
    AudienceRegistry audiences,
    GatewayStatistics statistics,
    SocketMetrics sockets,
    StreamMetrics streams)
{
    /// <summary>The lease of this moment.</summary>
    public GatewayLease Read(bool draining)
    {
        var survey = audiences.Survey();
        return new(lanes.Address, lanes.ControlLane, connections.Count, draining, survey.RoomCount, AgeMs: 0, ReadReport(survey));
    }

    private GatewayReport ReadReport(AudienceSurvey survey)
    {
        var queues = connections.SumQueues();
        var (buckets, counts) = statistics.Acknowledge.Read();
        return new()
        {
            Process = ProcessReport.Read(),
            Sockets = sockets.OpenNow,
            Conversations = survey.ConversationCount,
            QueuedConnections = queues.Connections,
            QueuedFrames = queues.Frames,
            QueuedBytes = queues.Bytes,
            Counters = Count(),
            Acknowledge = new(buckets, counts),
            Rooms = survey.TakeRooms(),
            Groups = survey.TakeGroups(),
            StreamSubscriptions = streams.Subscriptions,
            StreamConsumers = streams.Consumers,
        };
    }

    private GatewayCounters Count() => new()
    {
        Connects = sockets.OpenedTotal,
        Closes = sockets.ClosedTotal,
        Rejects = sockets.RefusedTotal,
        SlowConsumers = sockets.SlowConsumersTotal,
        FramesReceived = sockets.FramesReceived,
        BytesReceived = sockets.BytesReceived,
        FramesSent = sockets.FramesSent,
        BytesSent = sockets.BytesSent,
        Errors = statistics.Errors,
        Published = statistics.TotalPublished,
        PublishFailures = statistics.FailedPublished,
        PublishRetries = statistics.PublishRetries,
        Received = statistics.TotalReceived,
        Delivered = statistics.DeliveredFrames,
        Dropped = statistics.DroppedMessages,
        Gaps = statistics.Gaps,
        Reattached = statistics.ReconnectCount,
    };
}
