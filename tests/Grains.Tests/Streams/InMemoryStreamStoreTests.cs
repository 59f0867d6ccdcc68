using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Streams.Memory;

namespace Orleans.Realtime.Grains.Tests.Streams;

public sealed class InMemoryStreamStoreTests : StreamStoreContract
{
    private protected override IStreamStore CreateStore(TimeProvider clock) => new InMemoryStreamStore(Options.Create(new LogOptions()), clock);

    [Fact]
    public async Task Bytes_GoWithWhatTheyStandFor()
    {
        var store = (InMemoryStreamStore)Store.Value;
        await PublishManyAsync(10);
        var one = store.Bytes;
        await store.CreateGroupAsync(Stream, Group, StreamId.Zero);
        await TakeAsync("a");
        store.Bytes.ShouldBeGreaterThan(one);
        await store.DeleteGroupAsync(Stream, Group);
        store.Bytes.ShouldBe(one);
        await store.CreateGroupAsync(Stream, Group, StreamId.Zero);
        await TakeAsync("a");
        await store.TrimAsync(Stream, 1, approximate: false);
        await store.DeleteAsync(Stream);

        store.Bytes.ShouldBe(0);
        (await PublishAsync(Of("0-0"))).Error.ShouldBe(RealtimeErrorCode.Conflict);
        store.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task Publish_WhenMemoryIsFull_IsRefusedUntilThereIsRoom()
    {
        var store = new InMemoryStreamStore(Options.Create(new LogOptions { InMemoryMaxBytes = 10_000 }), Clock);
        StreamPublish[] big = [new([new StreamMessage(new byte[10_000])])];
        await store.PublishAsync(Stream, big, 0, TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<LogUnavailableException>(async () => await store.PublishAsync(Stream, big, 0, TimeSpan.FromMinutes(1)));
        await Should.ThrowAsync<LogUnavailableException>(async () => await store.CreateGroupAsync("another", Group, null));
        await store.TrimAsync(Stream, 0, approximate: false);

        (await store.PublishAsync(Stream, big, 0, TimeSpan.FromMinutes(1)))[0].Error.ShouldBe(RealtimeErrorCode.None);
    }

    [Fact]
    public void SeenPublishes_ForgetTheOldestWhereThereIsNoRoom()
    {
        var seen = new SeenPublishes(Clock);
        StreamId[] ids = [.. Enumerable.Repeat(StreamId.Max, SeenPublishes.MaxIds / 4)];
        foreach (var key in (string[])["a", "b", "b", "c", "d"])
        {
            seen.Add(Stream, key, ids, TimeSpan.FromHours(1));
        }

        (seen.Find(Stream, "a"), seen.Find(Stream, "b"), seen.Find("other", "d")).ShouldBe((null, ids, null));
    }
}
