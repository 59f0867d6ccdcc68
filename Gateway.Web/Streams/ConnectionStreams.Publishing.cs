using Orleans.Realtime.Gateway.Web.Protocol;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <content>What it publishes: a lane for each stream, as long as something waits in it.</content>
internal sealed partial class ConnectionStreams
{
    private readonly Dictionary<string, StreamPublishLane> _lanes = new(StringComparer.Ordinal);

    private void Publish(StreamFrame frame)
    {
        StreamPublishLane? begun = null;
        lock (_gate)
        {
            if (!_lanes.TryGetValue(frame.Stream, out var lane))
            {
                begun = lane = new StreamPublishLane(services, target, frame.Stream);
                _lanes.Add(frame.Stream, lane);
            }

            lane.Enqueue(frame);
        }

        if (begun is not null)
        {
            _ = DrainAsync(frame.Stream, begun);
        }
    }

    private async Task DrainAsync(string stream, StreamPublishLane lane)
    {
        while (true)
        {
            List<StreamFrame> batch;
            lock (_gate)
            {
                batch = lane.Take();
                if (batch.Count == 0)
                {
                    _lanes.Remove(stream);
                    return;
                }
            }

            await lane.PublishAsync(batch);
        }
    }
}
