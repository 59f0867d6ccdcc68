using System.Diagnostics.CodeAnalysis;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <content>The groups of which it is a consumer.</content>
internal sealed partial class ConnectionStreams
{
    private readonly Dictionary<(string Stream, string Group), StreamConsumption> _consumptions = [];

    private async Task ConsumeAsync(StreamFrame frame)
    {
        if (!TryBeginConsumption(frame, out var consumption))
        {
            return;
        }

        StreamEntry[] pending;
        try
        {
            pending = await consumption.BeginAsync();
        }
        catch
        {
            Forget(frame, consumption);
            throw;
        }

        target.Reply(ReplyFrames.StreamConsuming(frame.Id, consumption.Consumer));
        _ = RunAsync(frame, consumption, pending);
    }

    private bool TryBeginConsumption(StreamFrame frame, [NotNullWhen(true)] out StreamConsumption? consumption)
    {
        consumption = null;
        lock (_gate)
        {
            if (_consumptions.TryGetValue((frame.Stream, frame.Group), out var known))
            {
                if (known.IsStopping)
                {
                    target.Refuse(frame.Id, RealtimeErrorCode.Unavailable, "What was delivered before is still being acknowledged.");
                }
                else
                {
                    target.Refuse(frame.Id, RealtimeErrorCode.Conflict, "This connection consumes the group already.");
                }

                return false;
            }

            if (!HasPlace(frame))
            {
                return false;
            }

            consumption = new StreamConsumption(services, target, frame);
            _consumptions.Add((frame.Stream, frame.Group), consumption);
            return true;
        }
    }

    private async Task RunAsync(StreamFrame frame, StreamConsumption consumption, StreamEntry[] pending)
    {
        await consumption.RunAsync(pending);
        Forget(frame, consumption);
    }

    private void Forget(StreamFrame frame, StreamConsumption consumption)
    {
        lock (_gate)
        {
            if (_consumptions.GetValueOrDefault((frame.Stream, frame.Group)) == consumption)
            {
                _consumptions.Remove((frame.Stream, frame.Group));
            }
        }
    }

    private async Task StopAsync(StreamFrame frame)
    {
        StreamConsumption? consumption;
        lock (_gate)
        {
            consumption = _consumptions.GetValueOrDefault((frame.Stream, frame.Group));
        }

        await (consumption?.StopAsync() ?? Task.CompletedTask);
        target.Reply(ReplyFrames.Done(frame.Id));
    }

    private async Task AcknowledgeAsync(StreamFrame frame)
    {
        var acknowledged = await services.Calls.AcknowledgeAsync(services.Stream(frame.Stream), frame.Group, frame.Ids);
        StreamConsumption? consumption;
        lock (_gate)
        {
            consumption = _consumptions.GetValueOrDefault((frame.Stream, frame.Group));
        }

        // First the reply: what it makes room for comes behind it.
        target.Reply(ReplyFrames.StreamAcknowledged(frame.Id, acknowledged));
        consumption?.Acknowledged(frame.Ids);
    }

    private StreamConsumption[] Consumptions()
    {
        lock (_gate)
        {
            return [.. _consumptions.Values];
        }
    }
}
