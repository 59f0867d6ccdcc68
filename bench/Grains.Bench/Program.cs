using System.Globalization;
using Orleans.Realtime.Grains.Bench;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.OrleansLite.Bench;
using Orleans.TestingHost;

const int Calls = 500_000;
const int Idle = 50_000;
const int Rooms = 200;

var cluster = new InProcessTestClusterBuilder(1)
    .ConfigureSilo((_, silo) => silo.AddRealtimeGrains().AddRealtimeStorage())
    .Build();
await cluster.DeployAsync();
var client = cluster.Client;
var gateway = new QuietGateway();
var route = new GatewayRoute(new("gw-1", "a"), client.CreateObjectReference<IGatewayObserver>(gateway));
var payload = new byte[200];
var id = 0L;

Message[] Next() => [new Message { Id = Interlocked.Increment(ref id).ToString(CultureInfo.InvariantCulture), SenderId = "u", Data = payload }];

var rooms = Enumerable.Range(0, Rooms).Select(i => client.GetGrain<IRoomGrain>(LogId.Room($"bench-{i}").ToString())).ToArray();
foreach (var room in rooms)
{
    await room.AttachAsync(new(route, From: null, new Subscriber[] { new("s", "u") }));
}

var measure = new Measure();
Measure.Header();
await measure.RunAsync("publish, one at a time", Calls / 4, calls => Load.RunAsync(calls, 1, () => rooms[0].PublishAsync(Next())));
await measure.RunAsync("publish to one room, 64 in flight", Calls, calls => Load.RunAsync(calls, 64, () => rooms[0].PublishAsync(Next())));
var turn = 0;
await measure.RunAsync("publish to 200 rooms, 64 in flight", Calls, calls => Load.RunAsync(calls, 64, () => rooms[(uint)Interlocked.Increment(ref turn) % Rooms].PublishAsync(Next())));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gateway.Messages:N0} messages delivered in {gateway.Batches:N0} calls"));

await HeapAsync("idle room, read once", i => client.GetGrain<IRoomGrain>(LogId.Room($"idle-{i}").ToString()).GetStatusAsync());
await HeapAsync("room with one gateway and one member", i => client.GetGrain<IRoomGrain>(LogId.Room($"live-{i}").ToString()).AttachAsync(new(route, From: null, new Subscriber[] { new("s", "u") })));
await HeapAsync("user, never connected", i => client.GetGrain<IUserGrain>($"idle-{i}").GetPresenceAsync());
await HeapAsync("user with one connection", i => client.GetGrain<IUserGrain>($"live-{i}").ConnectAsync(new(new($"s{i}", route.Address, 0, null), route)));
await HeapAsync("session with a socket", i => client.GetGrain<IConnectionGrain>($"s-{i}").OpenAsync(new($"u{i}", "k", route.Address, route.Lane, Resume: false)));
GC.KeepAlive(gateway);
await cluster.StopAllSilosAsync();

static async Task HeapAsync(string what, Func<int, Task> touch)
{
    await touch(-1);
    var before = GC.GetTotalMemory(forceFullCollection: true);
    for (var i = 0; i < Idle; i += 100)
    {
        await Task.WhenAll(Enumerable.Range(i, 100).Select(touch));
    }

    var after = GC.GetTotalMemory(forceFullCollection: true);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {(after - before) / (double)Idle:N0} bytes of heap each"));
}
