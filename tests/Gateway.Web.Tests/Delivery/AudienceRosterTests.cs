using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

public sealed class AudienceRosterTests
{
    [Fact]
    public void Registry_KnowsWhoIsThere()
    {
        var kit = new DeliveryKit();
        var audiences = Enumerable.Range(0, 100).Select(i => kit.Registry.Add(LogId.Room($"{i}"), new FakeTarget($"{i}")).Audience).ToArray();
        kit.Registry.Add(LogId.Room("7"), new FakeTarget("once more")).Audience.ShouldBeSameAs(audiences[7]);

        for (var i = 0; i < 90; i++)
        {
            kit.Registry.Remove(audiences[i]);
            kit.Registry.Remove(audiences[i]);
        }

        kit.Registry.Count.ShouldBe(10);
        kit.Registry.All.ShouldBe(audiences[90..], ignoreOrder: true);
    }

    /// <summary>Audiences come and go between any two steps of a round; it sees all that are there from its beginning to its end.</summary>
    [Fact]
    public void Round_SeesEverybodyWhoStays() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var roster = new AudienceRoster();
        var present = new List<Audience>();
        var stayed = new HashSet<Audience>();
        Change(random.Next(0, 100));
        stayed.UnionWith(present);
        var seen = new HashSet<Audience>();

        for (var place = roster.Count - 1; place >= 0; place--)
        {
            if (roster[place] is { } audience)
            {
                seen.Add(audience);
            }

            Change(random.Next(4));
        }

        stayed.Except(seen).ShouldBeEmpty();
        roster.Count.ShouldBe(present.Count);
        Enumerable.Range(0, roster.Count).Select(place => roster[place]).ShouldBe(present, ignoreOrder: true);

        void Change(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (present.Count > 0 && random.Next(2) == 0)
                {
                    var gone = present[random.Next(present.Count)];
                    present.Remove(gone);
                    stayed.Remove(gone);
                    roster.Remove(gone);
                }
                else
                {
                    var come = new Audience(LogId.Room("r"), new FakeLog(LogId.Room("r")));
                    present.Add(come);
                    roster.Add(come);
                }
            }
        }
    }).QuickCheckThrowOnFailure();
}
