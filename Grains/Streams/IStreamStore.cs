using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Streams;

/// <summary>
/// Where streams are kept. Every call is atomic, and right whoever else writes: there is no owner. Arguments were checked. Faults are those of
/// <see cref="IMessageLog"/>: <see cref="LogUnavailableException"/> says that nothing was done; anything else leaves it open. Refusals are
/// <see cref="RealtimeException"/>s, as <see cref="IStreamGrain"/> describes them.
/// </summary>
internal interface IStreamStore
{
    /// <summary>Adds publishes in their order and trims to <paramref name="maxLength"/>, approximately. One receipt for each.</summary>
    ValueTask<StreamReceipt[]> PublishAsync(
        string stream, IReadOnlyList<StreamPublish> publishes, long maxLength, TimeSpan idempotencyWindow, CancellationToken cancellationToken = default);

    /// <summary>Reads history, at least one entry when there is one, then up to <paramref name="maxBytes"/> of data.</summary>
    ValueTask<StreamEntry[]> RangeAsync(string stream, StreamRange range, int maxBytes, CancellationToken cancellationToken = default);

    /// <summary>Reads behind a position without waiting: see <see cref="StreamRead"/> and <see cref="StreamPage"/>.</summary>
    ValueTask<StreamPage> ReadAsync(string stream, StreamId? after, int count, int maxBytes, CancellationToken cancellationToken = default);

    /// <summary>Creates a group.</summary>
    ValueTask CreateGroupAsync(string stream, string group, StreamId? start, CancellationToken cancellationToken = default);

    /// <summary>Deletes a group.</summary>
    ValueTask<bool> DeleteGroupAsync(string stream, string group, CancellationToken cancellationToken = default);

    /// <summary>Takes entries for a consumer without waiting. Entries that are pending but were trimmed meanwhile are acknowledged and left out.</summary>
    ValueTask<StreamEntry[]> ReadGroupAsync(string stream, GroupRead read, int maxBytes, CancellationToken cancellationToken = default);

    /// <summary>Acknowledges.</summary>
    ValueTask<int> AcknowledgeAsync(string stream, string group, IReadOnlyList<StreamId> ids, CancellationToken cancellationToken = default);

    /// <summary>What is pending.</summary>
    ValueTask<GroupPending> GetPendingAsync(string stream, PendingQuery query, CancellationToken cancellationToken = default);

    /// <summary>Takes over what is pending; as <see cref="ReadGroupAsync"/> for entries that were trimmed.</summary>
    ValueTask<StreamEntry[]> ClaimAsync(string stream, GroupClaim claim, int maxBytes, CancellationToken cancellationToken = default);

    /// <summary>Removes a consumer without pending entries.</summary>
    ValueTask<bool> RemoveConsumerAsync(string stream, string group, string consumer, CancellationToken cancellationToken = default);

    /// <summary>Trims; answers how many entries went.</summary>
    ValueTask<long> TrimAsync(string stream, long maxLength, bool approximate, CancellationToken cancellationToken = default);

    /// <summary>The state of a stream.</summary>
    ValueTask<StreamInfo> GetInfoAsync(string stream, CancellationToken cancellationToken = default);

    /// <summary>The groups of a stream, by name.</summary>
    ValueTask<StreamGroup[]> GetGroupsAsync(string stream, CancellationToken cancellationToken = default);

    /// <summary>Deletes a stream.</summary>
    ValueTask<bool> DeleteAsync(string stream, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has <paramref name="onAdded"/> called, on any thread, soon after anybody, in any process, may have added entries to the stream, until the answer is
    /// disposed. Called now and then for nothing. One reader serves all that is watched in the process.
    /// </summary>
    /// <param name="stream">The stream, which need not exist.</param>
    /// <param name="after">Entries up to here are known.</param>
    /// <param name="onAdded">Must return soon and not throw.</param>
    IDisposable Watch(string stream, StreamId after, Action onAdded);

    /// <summary>The names of all streams, at most <paramref name="most"/> of them; <see langword="null"/> where only a search through everything that is stored could tell.</summary>
    string[]? TryList(int most) => null;
}
