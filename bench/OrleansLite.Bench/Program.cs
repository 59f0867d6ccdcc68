using System.Globalization;
using Orleans.Realtime.OrleansLite.Bench;
using Orleans.Realtime.OrleansLite.Bench.Contracts;
using Orleans.TestingHost;

const int Calls = 1_000_000;
const int Grains = 100_000;

// With --tcp, client and silo talk by TCP as if each had its own process: what is measured is the cost of both sides together.
var overTcp = args.Contains("--tcp");
AppContext.SetSwitch("Orleans.Lite.TestOverTcp", overTcp);
Console.WriteLine(overTcp ? "Client and silo over TCP\n" : "Client and silo in one process\n");
var cluster = new InProcessTestClusterBuilder(1).Build();
await cluster.DeployAsync();
var client = cluster.Client;
var payload = new Payload(new byte[200]);
var echo = client.GetGrain<IEchoGrain>(0);
var observer = new QuietObserver();
await echo.SubscribeAsync(client.CreateObjectReference<IEchoObserver>(observer));

Measure.Header();
await Measure.RunAsync("client to grain, one at a time", Calls / 4, calls => Load.RunAsync(calls, 1, () => echo.EchoAsync(payload)));
await Measure.RunAsync("client to grain, 64 in flight", Calls, calls => Load.RunAsync(calls, 64, () => echo.EchoAsync(payload)));
await Measure.RunAsync("grain to grain, one at a time", Calls / 4, calls => echo.CallAsync(1, calls, 1, payload));
await Measure.RunAsync("grain to grain, 64 in flight", Calls, calls => echo.CallAsync(1, calls, 64, payload));
await Measure.RunAsync("observer with answer, 64 in flight", Calls, calls => echo.NotifyAsync(calls, 64, payload));
await Measure.RunAsync("observer one-way", Calls, async calls =>
{
    for (var sent = 0; sent < calls; sent += 1000)
    {
        var done = observer.Expect(1000);
        await echo.TellAsync(1000, payload);
        await done;
    }
});

var before = GC.GetTotalMemory(forceFullCollection: true);
var first = 1_000L;
await Measure.RunAsync("activation", Grains, async calls =>
{
    var from = first;
    first += calls;
    for (var done = 0; done < calls; done += 100)
    {
        await Task.WhenAll(Enumerable.Range(done, 100).Select(i => client.GetGrain<IEchoGrain>(from + i).TouchAsync()));
    }
});
var perGrain = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(first - 1_000);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nHeap per idle grain: {perGrain:N0} bytes ({first - 1_000:N0} grains)"));
GC.KeepAlive(observer);
await cluster.StopAllSilosAsync();
