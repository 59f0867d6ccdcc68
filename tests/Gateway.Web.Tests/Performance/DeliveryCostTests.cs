using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Performance;

/// <summary>What the delivery of a message costs, however many connections take it: one frame that all share, and one flush of each connection.</summary>
public sealed class DeliveryCostTests
{
    private const int Messages = 1_000;

    private readonly DeliveryKit _kit = new();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1_000)]
    public void Deliver_ToAnyNumberOfConnections_AllocatesLittleMoreThanOneFrame(int connections)
    {
        var targets = Listen(LogId.Room("r"), connections, out var audience);
        Deliver(audience, Batches(LogId.Room("r"), 1, 100));
        var batches = Batches(LogId.Room("r"), 101, Messages);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Deliver(audience, batches);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Messages;

        bytes.ShouldBeLessThan(targets[0].Last!.Length * 13 / 10);
        targets.ShouldAllBe(target => ReferenceEquals(target.Last, targets[0].Last));
    }

    [Fact]
    public void Deliver_OfABatch_FlushesEachConnectionOnce()
    {
        var targets = Listen(LogId.Room("r"), 5, out var audience);
        var messages = Batches(LogId.Room("r"), 1, 20).SelectMany(batch => batch.Messages).ToArray();

        audience.Deliver(new DeliveryBatch(LogId.Room("r"), "e", 0, messages, Gap: false), _kit.Encoder).Enqueued.ShouldBe(100);

        targets.ShouldAllBe(target => target.Flushes == 1);
    }

    private static QuietTarget[] Listen(LogId log, int connections, out Audience audience)
    {
        audience = new Audience(log, new FakeLog(log));
        var targets = Enumerable.Range(0, connections).Select(i => new QuietTarget($"s{i}")).ToArray();
        foreach (var target in targets)
        {
            var subscription = audience.TryAdd(target)!;
            audience.Joined(0, "e", "silo");
            audience.Start(subscription, from: null, new LogPosition(0, "e"));
        }

        return targets;
    }

    private void Deliver(Audience audience, DeliveryBatch[] batches)
    {
        foreach (var batch in batches)
        {
            audience.Deliver(batch, _kit.Encoder);
        }
    }

    private static DeliveryBatch[] Batches(LogId log, long first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new DeliveryBatch(log, "e", first + i - 1, [Next(first + i)], Gap: false))];

    private static Message Next(long seq) => new()
    {
        Seq = seq,
        Id = "0123456789abcdef0123456789",
        Kind = MessageKind.Room,
        SenderId = "u1",
        OriginSessionId = "another",
        ClientId = "c1",
        Data = Enumerable.Repeat((byte)'1', 200).ToArray(),
        CreatedAtUnixMs = 1_700_000_000_000,
    };
}
