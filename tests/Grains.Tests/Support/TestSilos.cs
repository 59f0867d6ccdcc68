using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.Grains.Log;
using Orleans.Realtime.Grains.Log.Maps;
using Orleans.Realtime.Grains.Streams;
using Orleans.Realtime.Grains.Streams.Memory;
using Orleans.Realtime.ServiceDefaults.Cluster;
using Orleans.Realtime.Tests.Shared;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>Silos with the grains, sharing one log that outlives each of them, and a client that the fake gateways live in.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly InMemoryMessageLog _log;
    private readonly List<FakeGateway> _gateways = [];
    private readonly StrongBox<bool> _storageIsDown;
    private readonly StrongBox<Func<string, Task>?> _answers;

    private TestSilos(InProcessTestCluster cluster, FakeTimeProvider clock, InMemoryMessageLog log, IStreamStore streams, StrongBox<bool> storageIsDown, StrongBox<Func<string, Task>?> answers) =>
        (_cluster, Clock, _log, Streams, _storageIsDown, _answers) = (cluster, clock, log, streams, storageIsDown, answers);

    public FakeTimeProvider Clock { get; }

    /// <summary>The streams, as somebody has them who is no silo.</summary>
    public IStreamStore Streams { get; }

    /// <summary>Whether logs and streams are out of reach for the silos.</summary>
    public bool StorageIsDown
    {
        get => Volatile.Read(ref _storageIsDown.Value);
        set => Volatile.Write(ref _storageIsDown.Value, value);
    }

    /// <summary>What an answer of the streams' storage meets on its way to a silo; told the name of the call. Nothing unless set.</summary>
    public Func<string, Task>? OnStreamAnswer
    {
        set => Volatile.Write(ref _answers.Value, value);
    }

    public IClusterClient Client => _cluster.Client;

    /// <summary>A clock that silos can run by.</summary>
    public static FakeTimeProvider NewClock() => new() { TimerLag = TimeSpan.FromMilliseconds(1) };

    /// <param name="settings">Configuration of the silos, <c>"Section:Key=value"</c>.</param>
    public static Task<TestSilos> StartAsync(params string[] settings) => StartAsync(1, NewClock(), settings);

    /// <param name="silos">How many.</param>
    /// <param name="clock">The clock of silos and log; none for the system's.</param>
    /// <param name="settings">Configuration of the silos, <c>"Section:Key=value"</c>.</param>
    public static async Task<TestSilos> StartAsync(short silos, FakeTimeProvider? clock, params string[] settings)
    {
        TimeProvider time = clock ?? TimeProvider.System;
        var log = new InMemoryMessageLog(Options.Create(new LogOptions()), time);
        var streams = new InMemoryStreamStore(Options.Create(new LogOptions()), time);
        var down = new StrongBox<bool>();
        var answers = new StrongBox<Func<string, Task>?>();
        var states = new ConcurrentDictionary<(string, GrainId), object>();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSiloHost((_, host) =>
        {
            // Lite keeps the order of calls that are in flight together, Microsoft's runtime does not: here nobody may rely on it.
            host.Configuration["OrleansLite:ShuffleSeed"] = "7";
            host.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
            host.Services.AddSingleton(time);
            host.Services.AddSingleton<IMessageLog>(new SharedLog(log, () => Volatile.Read(ref down.Value)));
            host.Services.AddSingleton<ILogMaps>(log);
            host.Services.AddSingleton<IStreamStore>(new SharedStreams(streams, _ => ReachAsync(down), call => Volatile.Read(ref answers.Value)?.Invoke(call) ?? Task.CompletedTask));
        });
        builder.ConfigureSilo((_, silo) =>
            (silos == 1 || silo.Configuration.KeepsDataInRedis() ? silo.AddRealtimeStorage() : AddSharedStorage(silo, states)).AddRealtimeGrains());

        // As a gateway has it: a call that was under way to a killed silo is known to have failed only when its time is over.
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = new CallOptions().ResponseTimeout));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, clock ?? new(), log, streams, down, answers);
    }

    private static async Task ReachAsync(StrongBox<bool> down)
    {
        // Later, not at once, as behind a network.
        await Task.Yield();
        if (Volatile.Read(ref down.Value))
        {
            throw new LogUnavailableException("down");
        }
    }

    private static ISiloBuilder AddSharedStorage(ISiloBuilder silo, ConcurrentDictionary<(string, GrainId), object> states)
    {
        foreach (var name in new[] { RealtimeStorage.Name, RealtimeStorage.Sessions })
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new SharedGrainStorage(states, services));
        }

        return silo;
    }

    public IRoomGrain Room(string id) => Client.GetGrain<IRoomGrain>(LogId.Room(id).ToString());

    public IUserGrain User(string id) => Client.GetGrain<IUserGrain>(id);

    public IConversationGrain Group(string id) => Client.GetGrain<IConversationGrain>(LogId.Group(id).ToString());

    public IConversationGrain Private(string userId, string peerUserId) => Client.GetGrain<IConversationGrain>(LogId.Private(userId, peerUserId).ToString());

    public IConnectionGrain Session(string id) => Client.GetGrain<IConnectionGrain>(id);

    public IGatewayDirectoryGrain Directory(GatewayAddress gateway) => Client.GetGrain<IGatewayDirectoryGrain>(GatewayShard.Of(gateway.InstanceId));

    /// <summary>A gateway in the client's process and its route.</summary>
    public (FakeGateway Gateway, GatewayRoute Route) Gateway(string instanceId = "gw-1", string incarnation = "a")
    {
        var gateway = new FakeGateway(instanceId, incarnation);
        _gateways.Add(gateway);
        return (gateway, new(gateway.Address, Client.CreateObjectReference<IGatewayObserver>(gateway)));
    }

    /// <summary>Another writer appends to a log behind the back of the grain that owns it.</summary>
    public async Task AppendBehindAsync(LogId log, AttachResult known, Message message) =>
        await _log.AppendAsync(log, new(known.LastSeq, known.Epoch), [message with { Seq = known.LastSeq + 1, CreatedAtUnixMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() }], new LogRetention(1_000));

    public IStreamGrain Stream(string name = "s") => Client.GetStream(name);

    /// <summary>The silo that holds the only activation of a kind of grain.</summary>
    public string HostOf(string grain) =>
        _cluster.Silos.Select(silo => silo.SiloAddress.ToParsableString()).Single(host => Activations(host).Contains($"{grain} 1"));

    /// <summary>How many activations a silo holds: <c>"kind count"</c>.</summary>
    public string[] Activations(string hostId) => Measurements.Of(Host(hostId).ServiceProvider.GetRequiredService<IMeterFactory>(), "realtime.grain.activations");

    public InProcessSiloHandle Host(string hostId) => _cluster.Silos.Single(silo => silo.SiloAddress.ToParsableString() == hostId);

    public Task KillAsync(string hostId) => _cluster.KillSiloAsync(Host(hostId));

    public Task StopAsync(string hostId) => _cluster.StopSiloAsync(Host(hostId));

    public Task StopOneAsync() => _cluster.StopSiloAsync(_cluster.Silos[0]);

    public async ValueTask DisposeAsync()
    {
        _gateways.ForEach(gateway => gateway.Release());
        await _cluster.DisposeAsync();
        _log.Dispose();
        GC.KeepAlive(_gateways);
    }
}
