using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces.Gateways;

namespace Orleans.Realtime.Grains.Gateways;

/// <summary>
/// Asks the gateway directory, at most once a second for each gateway: when a gateway dies, every room and inbox of the silo
/// that delivered to it wants to know.
/// </summary>
internal sealed partial class GatewayLiveness(IGrainFactory grains, TimeProvider time, ILogger<GatewayLiveness> logger) : IGatewayLiveness
{
    /// <summary>Gateways remembered; when there are more, all are forgotten and asked for again.</summary>
    private const int MaxEntries = 1_024;

    private static readonly TimeSpan AnswerAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<GatewayAddress, (long At, Task<bool> Answer)> _answers = new();

    public ValueTask<bool> IsAliveAsync(GatewayAddress gateway)
    {
        if (_answers.TryGetValue(gateway, out var known) && time.GetElapsedTime(known.At) < AnswerAge)
        {
            return new(known.Answer);
        }

        if (_answers.Count >= MaxEntries)
        {
            _answers.Clear();
        }

        var answer = AskAsync(gateway);
        _answers[gateway] = (time.GetTimestamp(), answer);
        return new(answer);
    }

    private async Task<bool> AskAsync(GatewayAddress gateway)
    {
        try
        {
            return await grains.GetGrain<IGatewayDirectoryGrain>(GatewayShard.Of(gateway.InstanceId)).IsAliveAsync(gateway);
        }
        catch (Exception exception)
        {
            Log.DirectoryUnavailable(logger, gateway.InstanceId, exception);
            return true;
        }
    }
}
