using BenchmarkDotNet.Attributes;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.TestingHost;

namespace Orleans.Realtime.Micro;

/// <summary>Grain calls in one process: with nothing behind them, and publishing, which appends and delivers to one gateway.</summary>
public class GrainBenchmarks
{
    private const int InFlight = 64;
    private const int Rooms = 200;

    private readonly Task[] _calls = new Task[InFlight];
    private readonly QuietGateway _gateway = new();
    private InProcessTestCluster? _cluster;
    private IRoomGrain[] _rooms = [];
    private int _turn;

    /// <summary>Starts a silo, and makes a gateway listen to every room.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _cluster = new InProcessTestClusterBuilder(1).ConfigureSilo((_, silo) => silo.AddRealtimeGrains().AddRealtimeStorage()).Build();
        await _cluster.DeployAsync();
        var client = _cluster.Client;
        var route = new GatewayRoute(new("gw-1", "a"), client.CreateObjectReference<IGatewayObserver>(_gateway));
        _rooms = [.. Enumerable.Range(0, Rooms).Select(i => client.GetGrain<IRoomGrain>(LogId.Room($"bench-{i}").ToString()))];
        foreach (var room in _rooms)
        {
            await room.AttachAsync(new(route, From: null, new Subscriber[] { new("s", "u") }));
        }
    }

    /// <summary>Ends the silo.</summary>
    [GlobalCleanup]
    public Task CleanupAsync() => _cluster?.StopAllSilosAsync() ?? Task.CompletedTask;

    /// <summary>A call that does next to nothing, one at a time.</summary>
    [Benchmark]
    public Task CallAsync() => _rooms[0].GetStatusAsync();

    /// <summary>A publish, one at a time.</summary>
    [Benchmark]
    public Task PublishAsync() => _rooms[0].PublishAsync(Sample.NextBatch());

    /// <summary>Publishes to one room, 64 in flight; the cost of each.</summary>
    [Benchmark(OperationsPerInvoke = InFlight)]
    public Task PublishToOneRoomAsync() => ManyAsync(_ => _rooms[0]);

    /// <summary>Publishes to 200 rooms, 64 in flight; the cost of each.</summary>
    [Benchmark(OperationsPerInvoke = InFlight)]
    public Task PublishToManyRoomsAsync() => ManyAsync(turn => _rooms[turn % Rooms]);

    private Task ManyAsync(Func<int, IRoomGrain> room)
    {
        for (var i = 0; i < InFlight; i++)
        {
            _calls[i] = room(_turn++ & int.MaxValue).PublishAsync(Sample.NextBatch());
        }

        return Task.WhenAll(_calls);
    }
}
