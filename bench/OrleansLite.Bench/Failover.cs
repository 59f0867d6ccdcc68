using System.Diagnostics;
using System.Globalization;
using Orleans.Realtime.OrleansLite.Bench.Contracts;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Bench;

/// <summary>How long the grains of a silo are away that is killed, or stands still.</summary>
internal sealed class Failover(IClusterClient client, string redis, string cluster)
{
    private const int Grains = 40;
    private const int Runs = 5;

    public async Task RunAsync()
    {
        Console.WriteLine("\n| loss of one of two silos | all its grains answer elsewhere after, ms, median (range) |");
        Console.WriteLine("| --- | --- |");
        await RunAsync("kill -9", silo => silo.KillAsync());
        await RunAsync("SIGSTOP", silo => silo.PauseAsync());
    }

    private async Task RunAsync(string name, Func<BenchProcess, Task> strike)
    {
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            using var victim = await BenchProcess.StartSiloAsync(redis, cluster);
            await UntilAsync(async () => (await HostsAsync()).Count == 2);
            var grains = Enumerable.Range(0, Grains).Select(_ => client.GetGrain<IEchoGrain>(Random.Shared.NextInt64())).ToList();
            await Task.WhenAll(grains.Select(grain => grain.TouchAsync()));
            await strike(victim);
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(grains.Select(grain => UntilAsync(async () =>
            {
                await grain.TouchAsync();
                return true;
            })));
            times.Add(watch.Elapsed.TotalMilliseconds);
            await UntilAsync(async () => (await HostsAsync()).Count == 1);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[Runs / 2]:N0} ({times[0]:N0}–{times[^1]:N0}) |"));
    }

    private Task<Dictionary<SiloAddress, SiloStatus>> HostsAsync() => client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (true)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                // That silo is lost: the next call goes elsewhere, or soon will.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
