using System.Globalization;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Tests.Shared;
using static Orleans.Realtime.Grains.Tests.Log.LogTestData;
using static Orleans.Realtime.Grains.Tests.Log.LogWriterFixture;
using static Orleans.Realtime.Grains.Tests.Log.Redis.RedisSilo;

namespace Orleans.Realtime.Grains.Tests.Log.Redis;

/// <summary>A writer that fails open while a real Redis goes away and comes back.</summary>
public sealed class RedisDeliverLiveTests
{
    private static readonly LogId Lobby = LogId.Room("lobby");

    [Fact]
    public Task KilledAndStartedAgain_EveryMessageIsStoredOrWasLive_NeverBoth_InOrder() => InTurnsAsync(async () =>
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using var silo = new RedisSilo(server);
        var owner = new RecordingListener { CanDeliverLive = true };
        LogWriter writer = silo.NewWriter(Lobby, owner, UnavailablePolicy.DeliverLive);
        await EventuallyAsync(() => silo.Store.OpenAsync(Lobby, KeepAll));
        var receipts = new List<PublishReceipt>();
        var unanswered = new List<int>();
        int sent = 0;
        await PublishUntilAsync(() => Stored() >= 5);
        await server.KillAsync();
        await PublishUntilAsync(() => Live() >= 20);
        await server.RestartAsync();
        int before = Stored();
        await PublishUntilAsync(() => Stored() >= before + 20);

        // What was on its way when Redis died has an unknown outcome: it was not live, and comes out of the log once.
        foreach (int number in unanswered)
        {
            PublishReceipt late = (await writer.AppendAsync([Numbered(number)])).Single();
            (late.Error, late.LiveOnly).ShouldBe((RealtimeErrorCode.None, false));
            receipts.Add(late);
        }

        string[] live = [.. receipts.Where(receipt => receipt.LiveOnly).Select(receipt => receipt.MessageId)];
        owner.Live.Ids().ShouldBe(live);
        owner.Live.Seqs().ShouldAllBe(seq => seq == 0);
        string[] stored = [.. (await silo.Store.ReadAllAsync(Lobby, KeepAll)).Ids()];
        stored.ShouldBe(receipts.Where(receipt => !receipt.LiveOnly).OrderBy(receipt => receipt.Seq).Select(receipt => receipt.MessageId));
        stored.Intersect(live).ShouldBeEmpty();
        owner.Entries.Ids().ShouldBe(stored);
        owner.Entries.Seqs().ShouldBe(Range(1, stored.Length));

        // Once more, the storage being there: what was live stays what it was. (A sender's newest 1,000 are recognised.)
        PublishReceipt again = (await writer.AppendAsync([Numbered(int.Parse(live[^1].AsSpan(1), CultureInfo.InvariantCulture))])).Single();
        (again.LiveOnly, again.Duplicate, again.Seq).ShouldBe((true, true, 0));

        int Stored() => receipts.Count(receipt => !receipt.LiveOnly);

        int Live() => receipts.Count(receipt => receipt.LiveOnly);

        async Task PublishUntilAsync(Func<bool> done)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
            while (!done())
            {
                int number = sent++;
                PublishReceipt receipt = (await writer.AppendAsync([Numbered(number)])).Single();
                if (receipt.Error == RealtimeErrorCode.None)
                {
                    receipts.Add(receipt);
                }
                else
                {
                    unanswered.Add(number);
                }

                await Task.Delay(5, patience.Token);
            }
        }
    });

    private static Message Numbered(int number)
    {
        string id = number.ToString(CultureInfo.InvariantCulture);
        return NewMessage("m" + id, clientId: "c" + id);
    }
}
