using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>
/// Whatever comes in whatever order, every subscriber sees every position behind its start exactly once and in order, as a
/// message, or as a gap that covers it.
/// </summary>
public sealed class AudiencePropertyTests
{
    [Fact]
    public void EverySubscriber_SeesEveryPositionOnce_OrAGap()
    {
        var script = ArbMap.Default.ArbFor<NonNegativeInt[]>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120), Prop.ForAll(script, steps => Run([.. steps.Select(step => step.Get)], regress: false)));
    }

    [Fact]
    public void LostLogs_AreAnnounced_AndTheNewOneIsSeenFromItsBeginning()
    {
        var script = ArbMap.Default.ArbFor<NonNegativeInt[]>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(80), Prop.ForAll(script, steps => Run([.. steps.Select(step => step.Get)], regress: true)));
    }

    private static void Run(int[] steps, bool regress)
    {
        var kit = new DeliveryKit();
        var log = new FakeLog(LogId.Room("r"));
        var audience = new Audience(log.Log, log);
        var subscribers = new List<(FakeTarget Target, Subscription Subscription, LogPosition From)>();
        var random = new Random(steps.Length == 0 ? 0 : steps.Aggregate(17, (hash, step) => unchecked((hash * 31) + step)));
        log.Append();
        foreach (var step in steps)
        {
            switch (step % 8)
            {
                case 0 or 1:
                    for (var i = 0; i <= random.Next(5); i++)
                    {
                        log.Append();
                    }

                    break;
                case 2:
                    // The pump: behind the gateway's position, perhaps twice, perhaps with a hole before it.
                    Deliver(kit, log, audience, skip: 0);
                    Deliver(kit, log, audience, skip: random.Next(3));
                    break;
                case 3:
                    kit.Time.Advance(TimeSpan.FromMilliseconds(30));
                    break;
                case 4 or 5:
                    Subscribe(kit, log, audience, subscribers, random);
                    break;
                case 6 when subscribers.Count > 0:
                    audience.Remove(subscribers[random.Next(subscribers.Count)].Subscription);
                    break;
                case 7 when regress && random.Next(4) == 0:
                    log.Regress();
                    break;
                case 7:
                    log.Trim(random.Next(8));
                    break;
            }
        }

        for (var round = 0; round < 10 || audience.HeldPosition != new LogPosition(log.LastSeq, log.Epoch); round++)
        {
            Deliver(kit, log, audience, skip: 0);
            kit.Time.Advance(TimeSpan.FromSeconds(1));
        }

        foreach (var (target, subscription, from) in subscribers)
        {
            Verify(target, subscription, from, log);
        }
    }

    private static void Deliver(DeliveryKit kit, FakeLog log, Audience audience, int skip)
    {
        var held = audience.HeldPosition;
        audience.Deliver(log.BatchAfter((held?.Seq ?? log.LastSeq) + skip, held?.Epoch, most: 4), kit.Encoder);
    }

    private static void Subscribe(DeliveryKit kit, FakeLog log, Audience audience, List<(FakeTarget, Subscription, LogPosition)> subscribers, Random random)
    {
        var target = new FakeTarget($"s{subscribers.Count}");
        var subscription = audience.TryAdd(target).ShouldNotBeNull();
        var head = new LogPosition(log.LastSeq, log.Epoch);
        audience.Joined(head.Seq, head.Epoch!, "silo-1");
        var from = random.Next(3) == 0 ? head : head with { Seq = random.Next((int)log.LastSeq + 1) };
        audience.Start(subscription, from, head);
        subscribers.Add((target, subscription, from));
        kit.Replayer.Begin(subscription, firstPage: null);
    }

    private static void Verify(FakeTarget target, Subscription subscription, LogPosition from, FakeLog log)
    {
        var (epoch, next) = (from.Epoch, from.Seq + 1);
        foreach (var frame in target.Frames)
        {
            if (frame["type"]!.GetValue<string>() == "gap")
            {
                var first = frame["from_seq"]!.GetValue<long>();
                if (frame["epoch"]!.GetValue<string>() != epoch)
                {
                    epoch = frame["epoch"]!.GetValue<string>();
                    first.ShouldBe(1, "another epoch begins at its beginning");
                }
                else
                {
                    first.ShouldBe(next, "a gap begins where the last frame ended");
                }

                next = frame["to_seq"]!.GetValue<long>() + 1;
                continue;
            }

            frame["seq"]!.GetValue<long>().ShouldBe(next, "every position once and in order");
            frame["id"]!.GetValue<string>().ShouldBe($"{epoch}-{next}");
            next++;
        }

        if (subscription.State != SubscriptionState.Ended)
        {
            subscription.State.ShouldBe(SubscriptionState.Live);
            epoch.ShouldBe(log.Epoch);
            next.ShouldBe(log.LastSeq + 1, "nothing is missing at the end");
        }
    }
}
