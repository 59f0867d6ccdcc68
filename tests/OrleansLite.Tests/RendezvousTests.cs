using System.Net;
using Orleans.Lite.Membership;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Tests;

public class RendezvousTests
{
    private const int Grains = 20_000;
    private const int Known = -1257994115;

    private static readonly GrainId[] Ids = [.. Enumerable.Range(0, Grains).Select(i => GrainId.Create("room", $"room-{i}"))];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Choose_OverManyGrains_SpreadsThemEvenly(int count)
    {
        var silos = Silos(count);

        var shares = Ids.GroupBy(id => Rendezvous.Choose(silos, id)).Select(group => group.Count()).ToList();

        shares.Count.ShouldBe(count);
        var even = Grains / (double)count;
        shares.ShouldAllBe(share => share > even * 0.9 && share < even * 1.1);
    }

    [Fact]
    public void Choose_WhenASiloLeaves_MovesOnlyItsGrains()
    {
        var silos = Silos(4);
        var without = silos[..3];

        Ids.ShouldAllBe(id => Equals(Rendezvous.Choose(silos, id), silos[3]) || Equals(Rendezvous.Choose(silos, id), Rendezvous.Choose(without, id)));
    }

    [Fact]
    public void Choose_InAnyOrderOfSilos_IsTheSame()
    {
        var silos = Silos(5);
        SiloAddress[] reversed = [.. silos.Reverse()];

        Ids.ShouldAllBe(id => Equals(Rendezvous.Choose(silos, id), Rendezvous.Choose(reversed, id)));
    }

    [Fact]
    public void UniformHashCode_OfAKnownIdentity_NeverChanges()
    {
        // Silos of different versions must agree on owners: a new hash is a change of protocol.
        GrainId.Create("room", "lobby").GetUniformHashCode().ShouldBe(GrainId.Parse("room/lobby").GetUniformHashCode());
        StableHash.Of("lobby").ShouldBe(Known);
    }

    [Fact]
    public void View_WithASiloThatShutsDown_AsksItButNamesAnotherSuccessor()
    {
        var silos = Silos(2);
        var view = new MembershipView(1,
        [
            new(silos[0], "a", SiloStatus.Active, GrainManifest.Empty),
            new(silos[1], "b", SiloStatus.ShuttingDown, GrainManifest.Empty),
        ]);

        Ids.ShouldContain(id => view.OwnerOf(id)!.Equals(silos[1]));
        Ids.ShouldAllBe(id => view.SuccessorOf(id)!.Equals(silos[0]));
    }

    [Fact]
    public void View_WithoutSilos_HasNoOwner() => MembershipView.Empty.OwnerOf(Ids[0]).ShouldBeNull();

    private static SiloAddress[] Silos(int count) =>
        [.. Enumerable.Range(0, count).Select(i => SiloAddress.New(new IPAddress([10, 0, 0, (byte)i]), 11111, 150_000_000 + i))];

}
