using System.Globalization;
using Orleans.Realtime.OrleansLite.Bench.Contracts;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>The loads, the same for one process and for two.</summary>
internal sealed class Suite(IClusterClient client, Measure measure)
{
    private const int Calls = 1_000_000;
    private const int Grains = 100_000;
    private const int FirstGrain = 1_000;
    private const int Depth = 64;

    private readonly Payload _payload = new(new byte[200]);

    public async Task RunAsync()
    {
        var echo = client.GetGrain<IEchoGrain>(0);
        var observer = new QuietObserver();
        await echo.SubscribeAsync(client.CreateObjectReference<IEchoObserver>(observer));
        Measure.Header();
        await measure.RunAsync("call, one at a time", Calls / 5, calls => Load.RunAsync(calls, 1, () => measure.Latencies.TimeAsync(() => echo.EchoAsync(_payload))));
        await measure.RunAsync("call, 64 in flight", Calls, calls => Load.RunAsync(calls, Depth, () => echo.EchoAsync(_payload)));
        await measure.RunAsync("grain to grain, one at a time", Calls / 5, calls => echo.CallAsync(1, calls, 1, _payload));
        await measure.RunAsync("observer with an answer, 64 in flight", Calls / 2, calls => NotifyAsync(echo, calls));
        await measure.RunAsync("observer one-way, at depth", Calls, calls => TellAsync(echo, observer, calls));
        await ActivateAsync(echo);
        GC.KeepAlive(observer);
    }

    /// <summary>In parts, each well within the caller's time-out.</summary>
    private async Task NotifyAsync(IEchoGrain echo, int calls)
    {
        for (var done = 0; done < calls; done += 25_000)
        {
            await echo.NotifyAsync(25_000, Depth, _payload);
        }
    }

    private async Task TellAsync(IEchoGrain echo, QuietObserver observer, int calls)
    {
        for (var sent = 0; sent < calls; sent += 1000)
        {
            var done = observer.Expect(1000);
            await echo.TellAsync(1000, _payload);
            await done;
        }
    }

    private async Task ActivateAsync(IEchoGrain echo)
    {
        var before = await echo.CollectAsync();
        var next = FirstGrain;
        await measure.RunAsync("activation, 64 in flight", Grains, calls => Load.RunAsync(calls, Depth, () => client.GetGrain<IEchoGrain>(Interlocked.Increment(ref next)).TouchAsync()));
        var each = (await echo.CollectAsync() - before) / (double)(next - FirstGrain);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nHeap of the silo per idle grain: {each:N0} bytes ({next - FirstGrain:N0} grains)"));
    }
}
