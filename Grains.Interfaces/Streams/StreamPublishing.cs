using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>Publishing to streams for services: repeated with the same key while the fault is one that passes, refusals thrown. Await each call before the next where the order matters.</summary>
public static class StreamPublishing
{
    /// <summary>Publishes one message. Once it answers, the message is in the stream, and once, however often it had to be sent.</summary>
    /// <param name="stream">The stream: <see cref="RealtimeGrainFactoryExtensions.GetStream"/>.</param>
    /// <param name="data">One JSON value in UTF-8.</param>
    /// <param name="idempotencyKey">As in <see cref="StreamPublish"/>; without one, a call of the same data is another message.</param>
    /// <param name="timeout">How long to repeat; <see cref="ServiceMessage.DefaultTimeout"/> (30 s) if not stated. Shorter than <c>Streams:IdempotencyWindow</c>.</param>
    /// <param name="cancellationToken">Ends the repeating. A call that is under way may have added the message.</param>
    /// <returns>The entry's id.</returns>
    /// <inheritdoc cref="PublishAsync(IStreamGrain, StreamPublish, TimeSpan?, CancellationToken)" path="exception"/>
    public static async Task<StreamId> PublishAsync(
        this IStreamGrain stream, byte[] data, string? idempotencyKey = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        (await stream.PublishAsync(new StreamPublish([new(data)], idempotencyKey), timeout, cancellationToken)).Ids[0];

    /// <summary>Publishes messages, one behind the other, all or none.</summary>
    /// <param name="stream">The stream: <see cref="RealtimeGrainFactoryExtensions.GetStream"/>.</param>
    /// <param name="publish">The messages.</param>
    /// <param name="timeout">As for one message.</param>
    /// <param name="cancellationToken">As for one message.</param>
    /// <exception cref="RealtimeException">
    /// <see cref="RealtimeErrorCode.BadRequest"/>, <see cref="RealtimeErrorCode.TooLarge"/>: what is published is not as it must be. <see cref="RealtimeErrorCode.Conflict"/>: an
    /// own id is not greater than the stream's last. <see cref="RealtimeErrorCode.Unavailable"/>, <see cref="RealtimeErrorCode.Timeout"/>: storage was away to the end.
    /// </exception>
    /// <exception cref="TimeoutException">The last attempt had no answer in time: whether it was added is unknown.</exception>
    public static Task<StreamReceipt> PublishAsync(
        this IStreamGrain stream, StreamPublish publish, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(publish);
        cancellationToken.ThrowIfCancellationRequested();
        var keyed = publish.IdempotencyKey is null ? publish with { IdempotencyKey = Guid.NewGuid().ToString("N") } : publish;
        return GrainRetry.RunAsync(
            TimeProvider.System,
            timeout ?? ServiceMessage.DefaultTimeout,
            (stream, Batch: new[] { keyed }),
            static async call =>
            {
                var receipt = (await call.stream.PublishAsync(call.Batch))[0];
                return receipt.Error == RealtimeErrorCode.None
                    ? receipt
                    : throw new RealtimeException(receipt.Error, receipt.ErrorMessage ?? receipt.Error.ToString());
            },
            cancellationToken);
    }
}
