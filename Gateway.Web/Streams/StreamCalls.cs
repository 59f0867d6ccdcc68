using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Publishing;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Streams;

/// <summary>Calls to streams that are safe to repeat are repeated while a silo goes away; what a stream itself answers is final.</summary>
internal sealed class StreamCalls(IOptions<PublishingOptions> publishing, TimeProvider time)
{
    /// <summary>Publishes. Without an idempotency key there is one attempt only: whether it was stored is unknown when it fails.</summary>
    public async Task<StreamReceipt> PublishAsync(IStreamGrain stream, StreamPublish publish)
    {
        var receipts = publish.IdempotencyKey is null
            ? await stream.PublishAsync([publish])
            : await RepeatAsync(() => stream.PublishAsync([publish]));
        return receipts[0];
    }

    /// <summary>Acknowledges.</summary>
    public Task<int> AcknowledgeAsync(IStreamGrain stream, string group, StreamId[] ids) => RepeatAsync(() => stream.AcknowledgeAsync(group, ids));

    private async Task<T> RepeatAsync<T>(Func<Task<T>> call)
    {
        var (answer, refusal) = await GrainRetry.RunAsync(time, publishing.Value.Timeout, call, TryAsync);
        return refusal is null ? answer! : throw refusal;
    }

    // A refusal is an answer: storage that is out of reach is told at once.
    private static async Task<(T? Answer, RealtimeException? Refusal)> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return (await call(), null);
        }
        catch (RealtimeException refusal)
        {
            return (default, refusal);
        }
    }
}
