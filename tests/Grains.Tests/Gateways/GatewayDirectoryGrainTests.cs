using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Gateways;

public sealed class GatewayDirectoryGrainTests
{
    [Fact]
    public async Task Renew_KeepsTheLease_UntilItRunsOut()
    {
        await using var silos = await TestSilos.StartAsync();
        var (gateway, route) = silos.Gateway();
        var directory = silos.Directory(gateway.Address);
        var lease = new GatewayLease(gateway.Address, route.Lane, 3, Draining: false, Rooms: 2);
        await directory.RenewAsync(lease);
        silos.Clock.Advance(TimeSpan.FromSeconds(9));
        await directory.RenewAsync(lease with { Connections = 4 });
        silos.Clock.Advance(TimeSpan.FromSeconds(9));
        var listed = (await directory.ListAsync()).ShouldHaveSingleItem();
        (listed.Connections, listed.Rooms, listed.AgeMs).ShouldBe((4, 2, 9_000));
        (await directory.IsAliveAsync(gateway.Address)).ShouldBeTrue();
        silos.Clock.Advance(TimeSpan.FromSeconds(1));
        (await directory.IsAliveAsync(gateway.Address)).ShouldBeFalse();
        (await directory.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Renew_OfANewerLife_EndsTheOlder()
    {
        await using var silos = await TestSilos.StartAsync();
        var (older, olderRoute) = silos.Gateway("gw", "a");
        var (newer, newerRoute) = silos.Gateway("gw", "b");
        var directory = silos.Directory(older.Address);
        await directory.RenewAsync(new(older.Address, olderRoute.Lane, 0, Draining: false));
        await directory.RenewAsync(new(newer.Address, newerRoute.Lane, 0, Draining: false));
        (await directory.IsAliveAsync(older.Address)).ShouldBeFalse();
        (await directory.IsAliveAsync(newer.Address)).ShouldBeTrue();
        var refused = await Should.ThrowAsync<RealtimeException>(() => directory.RenewAsync(new(older.Address, olderRoute.Lane, 0, Draining: false)));
        refused.Code.ShouldBe(RealtimeErrorCode.Conflict);
        await directory.ReleaseAsync(older.Address);
        (await directory.ListAsync()).ShouldHaveSingleItem().Address.ShouldBe(newer.Address);
        await directory.ReleaseAsync(newer.Address);
        (await directory.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task IsAlive_OfAnUnknownGateway_IsTrueOnlyWhileTheDirectoryIsYoung()
    {
        await using var silos = await TestSilos.StartAsync();
        var directory = silos.Directory(new("gw-x", "a"));
        (await directory.IsAliveAsync(new("gw-x", "a"))).ShouldBeTrue();
        silos.Clock.Advance(TimeSpan.FromSeconds(10));
        (await directory.IsAliveAsync(new("gw-x", "a"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Expiry_OfAGatewaysLease_DropsItsRoutes()
    {
        await using var silos = await TestSilos.StartAsync();
        var (gateway, route) = silos.Gateway();
        var (room, user) = (silos.Room("r"), silos.User("u"));
        await silos.Directory(gateway.Address).RenewAsync(new(gateway.Address, route.Lane, 1, Draining: false));
        await room.AttachAsync(Some.Attach(route, null, "s1"));
        await user.ConnectAsync(Some.Connect(route, "s1"));
        (await room.GetStatusAsync()).Gateways.Count.ShouldBe(1);
        (await user.GetPresenceAsync()).Online.ShouldBeTrue();
        silos.Clock.Advance(TimeSpan.FromSeconds(11));
        (await room.GetStatusAsync()).Gateways.ShouldBeEmpty();
        (await user.GetPresenceAsync()).Online.ShouldBeFalse();
        (await user.Send(Some.Message("m1"))).Single().Online.ShouldBeFalse();
    }
}
