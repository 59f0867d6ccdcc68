using Orleans.Concurrency;

namespace Orleans.Realtime.Grains.Interfaces.Streams;

/// <summary>
/// One stream: a series of entries that is read by position, or shared out among the consumers of a group. Key: the stream's name, see
/// <see cref="StreamNames"/>. Everything is in the store, so two activations that overlap do no harm. With Redis it is a Redis stream under a documented
/// key (<c>docs/redis.md</c>), and any client of Redis may publish to it and share the work of its groups.
/// </summary>
/// <remarks>
/// All calls throw a <see cref="RealtimeException"/>: <see cref="RealtimeErrorCode.BadRequest"/> when an argument is out of its range,
/// <see cref="RealtimeErrorCode.Unavailable"/> at once when the storage is out of reach (nothing was done), <see cref="RealtimeErrorCode.Timeout"/> when it does
/// not answer (whether it was done is unknown). A stream is made by its first entry or its first group.
/// </remarks>
[Alias("realtime.stream")]
public interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>Adds messages, 1 to 1,000 publishes a call; one receipt for each, in their order. Await a call before the next where the order matters.</summary>
    [AlwaysInterleave]
    [Alias("publish")]
    Task<StreamReceipt[]> PublishAsync(StreamPublish[] publishes);

    /// <summary>Reads history. A stream that does not exist has none.</summary>
    [AlwaysInterleave]
    [Alias("range")]
    Task<StreamEntry[]> RangeAsync(StreamRange range);

    /// <summary>Reads behind a position, waiting for the first entry. A stream that does not exist yet can be waited for.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="cancellationToken">Ends the waiting: the caller has gone away.</param>
    [AlwaysInterleave]
    [Alias("read")]
    Task<StreamPage> ReadAsync(StreamRead read, CancellationToken cancellationToken = default);

    /// <summary>Creates a group, and the stream if there is none.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="start">Behind which its first entry comes: <see cref="StreamId.Zero"/> for all that are there, <see langword="null"/> for new ones only.</param>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.Conflict"/>: the group exists.</exception>
    [AlwaysInterleave]
    [Alias("create-group")]
    Task CreateGroupAsync(string group, StreamId? start);

    /// <summary>Deletes a group with what is pending in it.</summary>
    /// <returns>Whether there was one.</returns>
    [AlwaysInterleave]
    [Alias("delete-group")]
    Task<bool> DeleteGroupAsync(string group);

    /// <summary>Takes entries for a consumer, waiting for the first.</summary>
    /// <param name="read">What to take, and for whom.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting: the caller has gone away, and nothing more is taken for it. What was taken at that moment stays pending.
    /// </param>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: there is no such group.</exception>
    [AlwaysInterleave]
    [Alias("read-group")]
    Task<StreamEntry[]> ReadGroupAsync(GroupRead read, CancellationToken cancellationToken = default);

    /// <summary>Marks entries as done, 1 to 1,000 a call.</summary>
    /// <returns>How many were pending until now; 0 where there is no such group.</returns>
    [AlwaysInterleave]
    [Alias("acknowledge")]
    Task<int> AcknowledgeAsync(string group, StreamId[] ids);

    /// <summary>What a group has given out and not got acknowledged.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: there is no such group.</exception>
    [AlwaysInterleave]
    [Alias("pending")]
    Task<GroupPending> GetPendingAsync(PendingQuery query);

    /// <summary>Takes over what consumers, the one named included, have left pending, the oldest first.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: there is no such group.</exception>
    [AlwaysInterleave]
    [Alias("claim")]
    Task<StreamEntry[]> ClaimAsync(GroupClaim claim);

    /// <summary>Removes a consumer that has nothing pending; one that has stays, so that nothing of it is lost.</summary>
    /// <returns>Whether it was removed.</returns>
    [AlwaysInterleave]
    [Alias("remove-consumer")]
    Task<bool> RemoveConsumerAsync(string group, string consumer);

    /// <summary>Drops the oldest entries.</summary>
    /// <param name="maxLength">How many to keep, 0 or more.</param>
    /// <param name="approximate">Whether a few more may stay, where that is cheaper.</param>
    /// <returns>How many were dropped.</returns>
    [AlwaysInterleave]
    [Alias("trim")]
    Task<long> TrimAsync(long maxLength, bool approximate);

    /// <summary>The state of the stream.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: there is no such stream.</exception>
    [AlwaysInterleave]
    [Alias("info")]
    Task<StreamInfo> GetInfoAsync();

    /// <summary>The groups of the stream, by name.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: there is no such stream.</exception>
    [AlwaysInterleave]
    [Alias("groups")]
    Task<StreamGroup[]> GetGroupsAsync();

    /// <summary>The stream and its groups in one answer, without entries.</summary>
    /// <exception cref="RealtimeException"><see cref="RealtimeErrorCode.NotFound"/>: there is no such stream.</exception>
    [AlwaysInterleave]
    [Alias("describe")]
    Task<StreamDescription> DescribeAsync();

    /// <summary>Deletes the stream with its groups. Who waits goes on waiting, for the stream that may come under its name.</summary>
    /// <returns>Whether there was one.</returns>
    [AlwaysInterleave]
    [Alias("delete")]
    Task<bool> DeleteAsync();
}
