using System.Runtime.CompilerServices;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Streams;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>Streams that are reached only by a way: it may take its time, throw, or count what passes.</summary>
/// <param name="store">The streams.</param>
/// <param name="reach">The way; told the name of the call.</param>
/// <param name="back">The way back.</param>
internal sealed class SharedStreams(IStreamStore store, Func<string, Task> reach, Func<string, Task>? back = null) : IStreamStore
{
    public ValueTask<StreamReceipt[]> PublishAsync(
        string stream, IReadOnlyList<StreamPublish> publishes, long maxLength, TimeSpan idempotencyWindow, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.PublishAsync(stream, publishes, maxLength, idempotencyWindow, cancellationToken));

    public ValueTask<StreamEntry[]> RangeAsync(string stream, StreamRange range, int maxBytes, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.RangeAsync(stream, range, maxBytes, cancellationToken));

    public ValueTask<StreamPage> ReadAsync(string stream, StreamId? after, int count, int maxBytes, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.ReadAsync(stream, after, count, maxBytes, cancellationToken));

    public async ValueTask CreateGroupAsync(string stream, string group, StreamId? start, CancellationToken cancellationToken = default)
    {
        await ReachAsync(() => new ValueTask<bool>(true));
        await store.CreateGroupAsync(stream, group, start, cancellationToken);
    }

    public ValueTask<bool> DeleteGroupAsync(string stream, string group, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.DeleteGroupAsync(stream, group, cancellationToken));

    public ValueTask<StreamEntry[]> ReadGroupAsync(string stream, GroupRead read, int maxBytes, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.ReadGroupAsync(stream, read, maxBytes, cancellationToken));

    public ValueTask<int> AcknowledgeAsync(string stream, string group, IReadOnlyList<StreamId> ids, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.AcknowledgeAsync(stream, group, ids, cancellationToken));

    public ValueTask<GroupPending> GetPendingAsync(string stream, PendingQuery query, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.GetPendingAsync(stream, query, cancellationToken));

    public ValueTask<StreamEntry[]> ClaimAsync(string stream, GroupClaim claim, int maxBytes, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.ClaimAsync(stream, claim, maxBytes, cancellationToken));

    public ValueTask<bool> RemoveConsumerAsync(string stream, string group, string consumer, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.RemoveConsumerAsync(stream, group, consumer, cancellationToken));

    public ValueTask<long> TrimAsync(string stream, long maxLength, bool approximate, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.TrimAsync(stream, maxLength, approximate, cancellationToken));

    public ValueTask<StreamInfo> GetInfoAsync(string stream, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.GetInfoAsync(stream, cancellationToken));

    public ValueTask<StreamGroup[]> GetGroupsAsync(string stream, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.GetGroupsAsync(stream, cancellationToken));

    public ValueTask<bool> DeleteAsync(string stream, CancellationToken cancellationToken = default) =>
        ReachAsync(() => store.DeleteAsync(stream, cancellationToken));

    public IDisposable Watch(string stream, StreamId after, Action onAdded) => store.Watch(stream, after, onAdded);

    private async ValueTask<T> ReachAsync<T>(Func<ValueTask<T>> call, [CallerMemberName] string name = "")
    {
        await reach(name);
        var answer = await call();
        await (back?.Invoke(name) ?? Task.CompletedTask);
        return answer;
    }
}
