using System.Globalization;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.TestingHost;

namespace Orleans.Realtime.Micro;

/// <summary>What grains hold in memory while nothing happens to them: the heap before and after very many of them.</summary>
internal static class HeapAtRest
{
    private const int Count = 50_000;
    private const int AtOnce = 100;

    public static async Task RunAsync()
    {
        var cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) => silo.AddRealtimeGrains().AddRealtimeStorage()).Build();
        await cluster.DeployAsync();
        var client = cluster.Client;
        var gateway = new QuietGateway();
        var route = new GatewayRoute(new("gw-1", "a"), client.CreateObjectReference<IGatewayObserver>(gateway));
        await MeasureAsync("idle room, read once", i => client.GetGrain<IRoomGrain>(LogId.Room($"idle-{i}").ToString()).GetStatusAsync());
        await MeasureAsync("room with one gateway and one member", i => client.GetGrain<IRoomGrain>(LogId.Room($"live-{i}").ToString()).AttachAsync(new(route, From: null, new Subscriber[] { new("s", "u") })));
        await MeasureAsync("user, never connected", i => client.GetGrain<IUserGrain>($"idle-{i}").GetPresenceAsync());
        await MeasureAsync("user with one connection", i => client.GetGrain<IUserGrain>($"live-{i}").ConnectAsync(new(new($"s{i}", route.Address, 0, null), route)));
        await MeasureAsync("session with a socket", i => client.GetGrain<IConnectionGrain>($"s-{i}").OpenAsync(new($"u{i}", "k", route.Address, route.Lane, Resume: false)));
        GC.KeepAlive(gateway);
        await cluster.StopAllSilosAsync();
    }

    private static async Task MeasureAsync(string what, Func<int, Task> touch)
    {
        await touch(-1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(i, AtOnce).Select(touch));
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {(after - before) / (double)Count:N0} bytes of heap each"));
    }
}
