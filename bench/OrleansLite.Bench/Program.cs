using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Realtime.OrleansLite.Bench;
using Orleans.Realtime.Tests.Shared;

// Without arguments: all in one process on core 0; then two processes, the silo on core 0 and the client on core 1.
switch (args)
{
    case []:
        using (var both = BenchProcess.Start(0, "one"))
        using (var client = await both.WaitAsync() == 0 ? BenchProcess.Start(1, "processes") : both)
        {
            return await client.WaitAsync();
        }

    case ["one"]:
        await RunOneAsync();
        return 0;
    case ["processes"]:
        await RunProcessesAsync();
        return 0;
    case ["silo", var redis, var cluster]:
        await RunSiloAsync(redis, cluster);
        return 0;
    default:
        await Console.Error.WriteLineAsync("OrleansLite.Bench takes no arguments.");
        return 2;
}

static async Task RunOneAsync()
{
    Console.WriteLine("Client and silo in one process\n");
    using var host = Hosts.Embedded();
    await host.StartAsync();
    await new Suite(host.Services.GetRequiredService<IClusterClient>(), new()).RunAsync();
    await host.StopAsync();
}

static async Task RunProcessesAsync()
{
    Console.WriteLine("\nClient and silo as two processes; CPU is that of both together\n");
    await using var redis = await RedisServer.StartAsync();
    const string Cluster = "bench";
    using var silo = await BenchProcess.StartSiloAsync(redis.ConnectionString, Cluster);
    using var host = Hosts.Client(redis.ConnectionString, Cluster);
    await host.StartAsync();
    var client = host.Services.GetRequiredService<IClusterClient>();
    await new Suite(client, new(silo.Id)).RunAsync();
    await new Failover(client, redis.ConnectionString, Cluster).RunAsync();
    await host.StopAsync();
}

static async Task RunSiloAsync(string redis, string cluster)
{
    using var host = Hosts.Silo(redis, cluster);
    await host.StartAsync();
    Console.WriteLine("READY");
    await host.WaitForShutdownAsync();
}
