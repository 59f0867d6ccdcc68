using System.Net;
using Orleans.Lite.Membership;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Tests;

public class MembershipTests
{
    private static readonly SiloAddress First = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress Second = SiloAddress.New(IPAddress.Loopback, 2, 1);

    [Fact]
    public async Task Update_OfEachKind_RaisesTheVersionByOne()
    {
        var membership = new InMemoryMembership();
        var versions = new List<long>();
        membership.Changed += view => versions.Add(view.Version);

        await membership.UpdateAsync(Entry(First, SiloStatus.Active), CancellationToken.None);
        await membership.UpdateAsync(Entry(Second, SiloStatus.Active), CancellationToken.None);
        await membership.UpdateAsync(Entry(First, SiloStatus.ShuttingDown), CancellationToken.None);
        await membership.UpdateAsync(Entry(First, SiloStatus.Dead), CancellationToken.None);

        versions.ShouldBe([1, 2, 3, 4]);
        membership.Current.Members.Single().Address.ShouldBe(Second);
        membership.Current.Contains(First).ShouldBeFalse();
    }

    [Fact]
    public void SiloAddress_WrittenAndRead_IsEqual()
    {
        var address = SiloAddress.New(IPAddress.Parse("10.1.2.3"), 11111, -7);

        SiloAddress.FromParsableString(address.ToParsableString()).ShouldBe(address);
        address.IsClient.ShouldBeTrue();
        SiloAddress.TryParse("10.1.2.3:11111", out _).ShouldBeFalse();
    }

    private static MemberEntry Entry(SiloAddress silo, SiloStatus status) => new(silo, "silo", status, GrainManifest.Empty);
}
