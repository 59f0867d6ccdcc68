using System.Text;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Grains.Tests.Streams;

/// <summary>What every store of streams must do. A store's own test class says how to make one.</summary>
public abstract partial class StreamStoreContract : IDisposable
{
    /// <summary>More than anything here may take.</summary>
    private protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private protected const int Plenty = 1_000_000;
    private protected const string Group = "workers";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private static int s_streams;

    protected StreamStoreContract() => Store = new Lazy<IStreamStore>(() => CreateStore(Clock));

    private protected FakeTimeProvider Clock { get; } = new();

    private protected Lazy<IStreamStore> Store { get; }

    /// <summary>A stream of the test's own: stores may be shared.</summary>
    private protected string Stream { get; } = $"contract-{Guid.NewGuid():N}-{Interlocked.Increment(ref s_streams)}";

    private protected abstract IStreamStore CreateStore(TimeProvider clock);

    /// <summary>The same streams as another silo of the cluster sees them.</summary>
    private protected virtual IStreamStore Peer => Store.Value;

    /// <summary>Lets time pass, by which entries are idle and keys are forgotten.</summary>
    private protected virtual Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return Task.CompletedTask;
    }

    /// <summary>The present time as the store has it.</summary>
    private protected virtual DateTimeOffset Now => Clock.GetUtcNow();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && Store.IsValueCreated)
        {
            (Store.Value as IDisposable)?.Dispose();
        }
    }

    private protected static StreamId Id(string text) => StreamId.Parse(text);

    private protected static byte[] Json(string json) => Encoding.UTF8.GetBytes(json);

    private protected static string Text(StreamEntry entry) => Encoding.UTF8.GetString(entry.Data);

    private protected static StreamPublish Of(params string[] ids) =>
        new([.. ids.Select((id, i) => new StreamMessage(Json($"{{\"n\":{i}}}"), id == "*" ? null : Id(id)))]);

    private protected async Task<StreamReceipt> PublishAsync(StreamPublish publish, long maxLength = 0, TimeSpan? window = null) =>
        (await Store.Value.PublishAsync(Stream, [publish], maxLength, window ?? Window)).Single();

    private protected async Task<StreamId[]> PublishAsync(params string[] ids)
    {
        var receipt = await PublishAsync(Of(ids));
        receipt.Error.ShouldBe(RealtimeErrorCode.None, receipt.ErrorMessage);
        return receipt.Ids;
    }

    private protected async Task<StreamId[]> PublishManyAsync(int count) => await PublishAsync([.. Enumerable.Repeat("*", count)]);

    private protected async Task<StreamEntry[]> RangeAsync(string start = "0-0", string? end = null, int count = 1_000, bool reverse = false, int maxBytes = Plenty) =>
        await Store.Value.RangeAsync(Stream, new StreamRange(Id(start), end is null ? StreamId.Max : Id(end), count, reverse), maxBytes);

    private protected async Task<StreamPage> ReadAsync(string? after, int count = 1_000, int maxBytes = Plenty) =>
        await Store.Value.ReadAsync(Stream, after is null ? null : Id(after), count, maxBytes);

    private protected async Task<StreamEntry[]> TakeAsync(string consumer, int count = 1_000, TimeSpan? minIdle = null, string? pendingAfter = null, int maxBytes = Plenty) =>
        await Store.Value.ReadGroupAsync(
            Stream, new GroupRead(Group, consumer, count, PendingAfter: pendingAfter is null ? null : Id(pendingAfter), MinIdle: minIdle), maxBytes);

    private protected async Task<GroupPending> PendingAsync(string? consumer = null, string start = "0-0", string? end = null, int count = 1_000) =>
        await Store.Value.GetPendingAsync(Stream, new PendingQuery(Group, Id(start), end is null ? StreamId.Max : Id(end), count, consumer));

    private protected static async Task<RealtimeErrorCode> RefusalAsync(Func<Task> call) => (await Should.ThrowAsync<RealtimeException>(call)).Code;

    private protected static string Ids(IEnumerable<StreamEntry> entries) => string.Join(' ', entries.Select(entry => entry.Id));
}
