using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>Messages that are in no log, and an audience.</summary>
public sealed class AudienceLiveTests
{
    private readonly DeliveryKit _kit = new();
    private readonly FakeLog _log = new(LogId.Room("r"));
    private readonly RecentLiveIds _recent = new();
    private readonly Audience _audience;
    private readonly FakeTarget _target = new("s1");
    private readonly Subscription _subscription;

    public AudienceLiveTests()
    {
        _audience = new Audience(_log.Log, _log);
        _subscription = _audience.TryAdd(_target)!;
        _audience.Joined(0, _log.Epoch, "silo-1");
        _audience.Start(_subscription, new(0, _log.Epoch), new(0, _log.Epoch));
        _kit.Replayer.Begin(_subscription, null);
    }

    [Fact]
    public void LiveMessage_IsHandedOn_WithoutASeq_AndThePositionStays()
    {
        Append();
        Deliver(Live(1, "a")).Accepted.ShouldBe(1);
        Append();

        Ids().ShouldBe(["e1-1", "a", "e1-2"]);
        _target.Frames[1].ContainsKey("seq").ShouldBeFalse();
        _target.Frames[1]["durable"]!.GetValue<bool>().ShouldBeFalse();
        _audience.Position.ShouldBe(2);
    }

    [Fact]
    public void LiveMessage_ReachesThoseWhoCatchUp_ButNotItsSender()
    {
        var behind = new FakeTarget("s2");
        _subscription.State.ShouldBe(SubscriptionState.Live);
        _audience.TryAdd(behind)!.State = SubscriptionState.CatchingUp;
        _audience.TryAdd(new FakeTarget("s3") { Closed = true });

        Deliver(Live(0, "a", origin: "s1"));

        _target.Frames.ShouldBeEmpty();
        behind.Frames.Count.ShouldBe(1);
    }

    [Fact]
    public void LiveMessage_SentAgain_ByItsOwnIdOrItsSenders_IsHandedOnOnce()
    {
        Deliver(Live(0, "a", clientId: "c1"));
        Deliver(Live(0, "a2", clientId: "c1"));
        Deliver(Live(0, "b"));
        Deliver(Live(0, "b")).Accepted.ShouldBe(0);

        Ids().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void LiveMessage_ThatSomethingNewerHasOvertaken_IsDropped()
    {
        Append();
        Deliver(Live(0, "late"));
        Deliver(Live(1, "a", createdAt: 20));
        Deliver(Live(1, "earlier", createdAt: 10)).Ack.ShouldBe(new DeliveryAck(true, 1));

        Ids().ShouldBe(["e1-1", "a"]);
    }

    [Fact]
    public void LiveMessage_OfAnEpochThatIsOver_IsDropped()
    {
        var old = Live(9, "old");
        _log.Regress();
        _log.Append();
        _audience.Deliver(_log.BatchAfter(0, "e1", 10), _kit.Encoder);
        Deliver(old);

        Ids().ShouldNotContain("old");
    }

    private void Append()
    {
        _log.Append();
        _audience.Deliver(_log.BatchAfter(_audience.Position, _log.Epoch, 10), _kit.Encoder);
    }

    private DeliveryOutcome Deliver(DeliveryBatch batch) => _audience.DeliverLive(batch, _kit.Encoder, _recent);

    private DeliveryBatch Live(long afterSeq, string id, string? origin = null, string? clientId = null, long createdAt = 1) => new(
        _log.Log,
        _log.Epoch,
        afterSeq,
        [new Message { Id = id, ClientId = clientId, SenderId = "u1", OriginSessionId = origin, Echo = EchoPolicy.ExceptOrigin, Data = "1"u8.ToArray(), CreatedAtUnixMs = createdAt }],
        Gap: false,
        Live: true);

    private string[] Ids() => [.. _target.Frames.Select(frame => frame["id"]?.GetValue<string>() ?? "gap")];
}
