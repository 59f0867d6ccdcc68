using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Streams.Memory;
using Orleans.Realtime.Grains.Streams.Redis;
using Orleans.Realtime.Grains.Tests.Log.Redis;

namespace Orleans.Realtime.Grains.Tests.Streams.Redis;

/// <summary>
/// The stream in memory is the model, Redis the real one: random histories get the same answers from both. A history is an array of numbers, which shrinks well; each
/// number names a step.
/// </summary>
public sealed class StreamStoresAgreeTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    /// <summary>Beyond every clock, so that ids made by a server are the same on both; and beyond what a number of Lua tells apart.</summary>
    private const ulong Far = 9_007_199_254_740_993;

    private const int Plenty = 1_000_000;
    private static readonly string[] Groups = ["g", "h"];
    private static readonly string[] Consumers = ["a", "b", "c"];
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    [Fact]
    public void RandomHistories_GetTheSameAnswers()
    {
        using var silo = new RedisSilo(redis.Server);
        Arbitrary<int[]> histories = Arb.From(
            Gen.Choose(0, int.MaxValue).ArrayOf(),
            steps => ArbMap.Default.ArbFor<int[]>().Shrinker(steps).Where(shrunk => Array.TrueForAll(shrunk, step => step >= 0)));
        Prop.ForAll(histories, steps => CompareAsync(silo.Streams, steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(150));
    }

    private static async Task CompareAsync(RedisStreamStore real, int[] steps)
    {
        var model = new InMemoryStreamStore(Options.Create(new LogOptions()), TimeProvider.System);
        var stream = Guid.NewGuid().ToString("N");
        var end = StreamId.Zero;
        foreach (var number in steps)
        {
            var step = new Random(number);
            (string Name, Func<IStreamStore, Task<string>> Run) call = Choose(step, stream, end);
            var expected = await AnswerAsync(call.Run, model);
            (await AnswerAsync(call.Run, real)).ShouldBe(expected, call.Name);
            end = (await model.ReadAsync(stream, null, 1, 1)).Position;
        }

        foreach (var group in Groups)
        {
            var query = new PendingQuery(group, StreamId.Zero, StreamId.Max, 1_000);
            (await AnswerAsync(async store => Show(await store.GetPendingAsync(stream, query)), real))
                .ShouldBe(await AnswerAsync(async store => Show(await store.GetPendingAsync(stream, query)), model));
        }

        await real.DeleteAsync(stream);
    }

    private static (string Name, Func<IStreamStore, Task<string>> Run) Choose(Random step, string stream, StreamId end)
    {
        var (group, consumer, count) = (Groups[step.Next(Groups.Length)], Consumers[step.Next(Consumers.Length)], step.Next(1, 8));
        var some = new StreamId(end.Milliseconds, end.Number < 30 ? (ulong)step.Next(30) : end.Number - (ulong)step.Next(30));
        var isFar = end.Milliseconds >= Far;
        var (bytes, flag) = (step.Next(3) == 0 ? step.Next(1, 60) : Plenty, step.Next(2) == 0);
        switch (step.Next(16))
        {
            case <= 3:
                StreamPublish[] publishes = [.. Enumerable.Range(0, step.Next(1, 4)).Select(_ => Publish(step, isFar, ref end))];
                return ("publish", async store => string.Join('\n', (await store.PublishAsync(stream, publishes, 0, Window))
                    .Select(receipt => $"{receipt.Error} {receipt.Duplicate} {string.Join(' ', receipt.Ids)}")));
            case 4:
                return ("create group", async store =>
                {
                    await store.CreateGroupAsync(stream, group, count switch { 1 => null, 2 => some, _ => StreamId.Zero });
                    return "created";
                });
            case <= 7:
                return ("read group", async store => Show(await store.ReadGroupAsync(stream, new GroupRead(group, consumer, count, MinIdle: flag ? TimeSpan.FromHours(1) : null), bytes)));
            case 8:
                return ("read pending", async store => Show(await store.ReadGroupAsync(stream, new GroupRead(group, consumer, count, PendingAfter: flag ? some : StreamId.Zero), bytes)));
            case 9:
                return ("claim", async store => Show(await store.ClaimAsync(stream, new GroupClaim(group, consumer, flag ? TimeSpan.Zero : TimeSpan.FromHours(1), count), bytes)));
            case 10:
                StreamId[] ids = [.. Enumerable.Range(0, count).Select(i => new StreamId(some.Milliseconds, some.Number + (ulong)i))];
                return ("acknowledge", async store => (await store.AcknowledgeAsync(stream, group, ids)).ToString(CultureInfo.InvariantCulture));
            case 11:
                return ("trim", async store => (await store.TrimAsync(stream, count * 3, approximate: false)).ToString(CultureInfo.InvariantCulture));
            case 12:
                return ("range", async store => Show(await store.RangeAsync(stream, flag ? new(some, StreamId.Max, count) : new(StreamId.Zero, some, count, Reverse: true), bytes)));
            case 13:
                return ("read", async store =>
                {
                    var page = await store.ReadAsync(stream, flag ? some : some with { Number = some.Number + 3 }, count, bytes);
                    return $"{page.Position} {page.Gap} {Show(page.Entries)}";
                });
            case 14:
                return ("state", async store =>
                {
                    var (info, groups) = (await store.GetInfoAsync(stream), await store.GetGroupsAsync(stream));
                    return $"{info.Length} {info.LastGeneratedId} {info.EntriesAdded} {info.MaxDeletedEntryId} {info.Groups} {info.FirstEntry?.Id} {info.LastEntry?.Id}\n" + string.Join('\n', groups
                        .Select(g => $"{g.Name} {g.Pending} {g.LastDeliveredId} {string.Join(' ', g.Consumers.Select(c => c.Name + c.Pending.ToString(CultureInfo.InvariantCulture)))}"));
                });
            default:
                return step.Next(4) switch
                {
                    0 => ("delete", async store => (await store.DeleteAsync(stream)).ToString()),
                    1 => ("delete group", async store => (await store.DeleteGroupAsync(stream, group)).ToString()),
                    _ => ("remove consumer", async store => (await store.RemoveConsumerAsync(stream, group, consumer)).ToString()),
                };
        }
    }

    /// <param name="step">Chooses.</param>
    /// <param name="isFar">Whether the stream's last id is beyond the clocks: else servers would make other ids by themselves.</param>
    /// <param name="end">The last id, as far as nothing is refused.</param>
    private static StreamPublish Publish(Random step, bool isFar, ref StreamId end)
    {
        var messages = new StreamMessage[step.Next(1, 5)];
        for (var i = 0; i < messages.Length; i++)
        {
            StreamId? own = !isFar ? new(Far, end.Number + 1)
                : step.Next(3) > 0 ? null
                : new(end.Milliseconds + (ulong)step.Next(2), step.Next(4) == 0 ? end.Number : end.Number + (ulong)step.Next(1, 4));
            end = own ?? end with { Number = end.Number + 1 };
            messages[i] = new StreamMessage(System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', step.Next(20))}\""), own);
        }

        return new StreamPublish(messages, step.Next(3) == 0 ? "k" + step.Next(4).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static async Task<string> AnswerAsync(Func<IStreamStore, Task<string>> call, IStreamStore store)
    {
        try
        {
            return await call(store);
        }
        catch (RealtimeException exception)
        {
            return $"{exception.Code} {exception.Message}";
        }
    }

    private static string Show(StreamEntry[] entries) =>
        string.Join(' ', entries.Select(entry => $"{entry.Id}:{System.Text.Encoding.UTF8.GetString(entry.Data)}:{entry.DeliveryCount}"));

    private static string Show(GroupPending pending) =>
        $"{pending.Count} {pending.MinId} {pending.MaxId} {string.Join<PendingConsumer>(' ', pending.Consumers)} "
        + string.Join(' ', pending.Entries.Select(entry => $"{entry.Id}:{entry.Consumer}:{entry.DeliveryCount}"));
}
