using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Diagnostics;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Diagnostics;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Silos;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Realtime.Gateway.Web.Tests.Diagnostics;

public sealed class ClusterFiguresTests : IDisposable
{
    private readonly DeliveryKit _kit = new();
    private readonly IGatewayDirectoryGrain[] _shards = [.. Enumerable.Range(0, IGatewayDirectoryGrain.Shards).Select(_ => Substitute.For<IGatewayDirectoryGrain>())];
    private readonly ISiloDirectoryGrain _silos = Substitute.For<ISiloDirectoryGrain>();
    private readonly IManagementGrain _management = Substitute.For<IManagementGrain>();
    private readonly SiloLossSignal _signal = new();
    private readonly SiloWatcher _watcher;
    private readonly ClusterFigures _figures;

    public ClusterFiguresTests()
    {
        for (var i = 0; i < _shards.Length; i++)
        {
            _kit.Grains.GetGrain<IGatewayDirectoryGrain>(i).Returns(_shards[i]);
            _shards[i].ListReportsAsync().Returns([]);
            _shards[i].ListAsync().Returns([]);
        }

        _kit.Grains.GetGrain<ISiloDirectoryGrain>(0).Returns(_silos);
        _kit.Grains.GetGrain<IManagementGrain>(0).Returns(_management);
        _silos.ListAsync().Returns([]);
        _management.GetHosts(Arg.Any<bool>()).Returns([]);
        _watcher = new(
            _kit.Grains, _kit.Registry, _kit.Reattach, _signal, _kit.Statistics, _kit.Time, Options.Create(new DeliveryOptions()), NullLogger<SiloWatcher>.Instance);
        _figures = new(new ClusterReports(_kit.Grains, _kit.Time, NullLogger<ClusterReports>.Instance), _kit.Lanes, _watcher, _kit.Grains, _kit.Time);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _signal.Dispose();
    }

    [Fact]
    public async Task Overview_AddsUpWhatWasReported_AndSaysHowOldItIs()
    {
        var (here, there) = (Silo(1), Silo(2));
        _shards[0].ListReportsAsync().Returns([Lease("gw-b", 1_500, connections: 3, acknowledge: [100, 100, 100])]);
        _shards[3].ListReportsAsync().Returns([Lease("gw-a", 200, connections: 4, acknowledge: [10])]);
        _silos.ListAsync().Returns([Report(here, 700, rooms: 2, append: [10, 10]), Report(Silo(9), 50, rooms: 5, append: [10])]);
        _management.GetHosts(Arg.Any<bool>()).Returns(new Dictionary<SiloAddress, SiloStatus> { [here] = SiloStatus.Active, [there] = SiloStatus.Joining });
        await _watcher.PollAsync();

        var overview = await _figures.ReadOverviewAsync();

        overview.InstanceId.ShouldBe("gw");
        overview.Complete.ShouldBeTrue();
        overview.Gateways.Select(gateway => (gateway.InstanceId, gateway.Connections, gateway.ReportAgeMs)).ShouldBe([("gw-a", 4, 200), ("gw-b", 3, 1_500)]);
        overview.Silos.Select(silo => (silo.Status, silo.Activations, silo.ReportAgeMs)).ShouldBe([("active", 3, 700), ("joining", null, null)]);
        overview.Silos[0].Grains.ShouldNotBeNull()["room"].ShouldBe(2);
        overview.Totals.ShouldBe(new ClusterTotals(2, 1, 7, 1, 0, 2, 0, 20, 2_000), "a report of a silo that is none any more counts nothing");
        overview.Latency.Acknowledge.Count.ShouldBe(4);
        overview.Latency.Acknowledge.P50Ms.ShouldNotBeNull().ShouldBe(100, 7);
        overview.Latency.Deliver.ShouldBe(new LatencyFigures(0, null, null, null));
        overview.Gateways[0].Acknowledge.ShouldNotBeNull().P99Ms.ShouldNotBeNull().ShouldBe(10, 0.7);
    }

    [Fact]
    public async Task Overview_AsksTheDirectoriesOnceASecond_HoweverManyWatch_AndAgesItsAnswer()
    {
        _shards[1].ListReportsAsync().Returns([Lease("gw-a", 100)]);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _figures.ReadOverviewAsync()));
        _kit.Time.Advance(TimeSpan.FromMilliseconds(900));
        (await _figures.ReadOverviewAsync()).Gateways.Single().ReportAgeMs.ShouldBe(1_000);
        await _shards[1].Received(1).ListReportsAsync();

        _kit.Time.Advance(TimeSpan.FromMilliseconds(200));
        (await _figures.ReadOverviewAsync()).Gateways.Single().ReportAgeMs.ShouldBe(100);
        await _shards[1].Received(2).ListReportsAsync();
    }

    [Fact]
    public async Task Overview_WhenADirectoryFails_ShowsTheRest_AndSaysSo()
    {
        _shards[0].ListReportsAsync().Returns(Task.FromException<IReadOnlyList<GatewayLease>>(new TimeoutException()));
        _shards[1].ListReportsAsync().Returns([Lease("gw-a", 100)]);

        var overview = await _figures.ReadOverviewAsync();

        overview.Complete.ShouldBeFalse();
        overview.Gateways.Single().InstanceId.ShouldBe("gw-a");
    }

    [Fact]
    public async Task Overview_OfASiloThatKnowsNoReports_ShowsTheLeases()
    {
        _shards[2].ListReportsAsync().Returns(Task.FromException<IReadOnlyList<GatewayLease>>(new InvalidOperationException("no such method")));
        _shards[2].ListAsync().Returns([Lease("gw-old", 100, connections: 5) with { Report = null }]);

        var overview = await _figures.ReadOverviewAsync();

        var gateway = overview.Gateways.Single();
        (gateway.Connections, gateway.Counters, gateway.Process, overview.Totals.QueuedFrames).ShouldBe((5, null, null, 0));
        overview.Complete.ShouldBeTrue();
    }

    [Fact]
    public async Task Biggest_SumsOverGateways_AndSaysWhereItMayBeMore()
    {
        var many = Enumerable.Range(0, GatewayReport.MaxAudiences).Select(i => new AudienceSize($"small-{i}", 2)).ToArray();
        _shards[0].ListReportsAsync().Returns([
            Lease("gw-a", 0, rooms: [new("lobby", 50), new("news", 10)], groups: [new("g", 4), new("gone", 1)]),
            Lease("gw-b", 0, rooms: [new("lobby", 30), .. many[1..]])]);
        var group = Substitute.For<IConversationGrain>();
        group.GetAsync(Arg.Any<Actor>()).Returns(new GroupInfo("g", null, "o", 0, 250, 9, "e"));
        var gone = Substitute.For<IConversationGrain>();
        gone.GetAsync(Arg.Any<Actor>()).Returns(Task.FromException<GroupInfo>(new RealtimeException(RealtimeErrorCode.NotFound, "none")));
        _kit.Grains.GetGrain<IConversationGrain>("group/g").Returns(group);
        _kit.Grains.GetGrain<IConversationGrain>("group/gone").Returns(gone);

        var biggest = await _figures.ReadBiggestAsync(2);
        await _figures.ReadBiggestAsync(2);

        biggest.Rooms.ShouldBe([new BigRoom("lobby", 80, 2, AtLeast: false), new BigRoom("news", 10, 1, AtLeast: true)]);
        biggest.Groups.ShouldBe([new BigGroup("g", 4, 1, AtLeast: false, 250), new BigGroup("gone", 1, 1, AtLeast: false, null)]);
        await group.Received(1).GetAsync(Arg.Any<Actor>());
    }

    [Fact]
    public async Task Streams_AreThoseThatSilosName_WithoutThoseThatAreNoMore()
    {
        _silos.ListAsync().Returns([
            Report(Silo(1), 0) with { Streams = ["orders", "gone"] },
            Report(Silo(2), 0) with { Streams = ["slow", "orders"] }]);
        Stream("orders").DescribeAsync().Returns(new StreamDescription(3, new StreamId(5, 1), 1, [new StreamGroupSummary("w", 2, 1, 0)]));
        Stream("gone").DescribeAsync().Returns(Task.FromException<StreamDescription>(new RealtimeException(RealtimeErrorCode.NotFound, "none")));
        Stream("slow").DescribeAsync().Returns(Task.FromException<StreamDescription>(new TimeoutException()));

        var streams = await _figures.ListStreamsAsync(100);

        streams.Complete.ShouldBeTrue();
        streams.Streams.Select(stream => (stream.Stream, stream.Length, stream.LastId, stream.GroupCount)).ShouldBe([("orders", 3, "5-1", 1), ("slow", null, null, null)]);
        streams.Streams[0].Groups.ShouldBe([new StreamGroupOverview("w", 2, 1, 0)]);
        (await _figures.ListStreamsAsync(1)).Complete.ShouldBeFalse();
    }

    private static SiloAddress Silo(int host) => SiloAddress.New(new IPEndPoint(IPAddress.Parse($"10.0.0.{host}"), 11_111), 1);

    private static LatencyReport Latency(params int[] milliseconds)
    {
        var buckets = milliseconds.Select(ms => LatencyScale.BucketOf(TimeSpan.FromMilliseconds(ms))).GroupBy(bucket => bucket).OrderBy(same => same.Key).ToList();
        return new([.. buckets.Select(same => same.Key)], [.. buckets.Select(same => same.Count())]);
    }

    private static GatewayLease Lease(string name, long ageMs, int connections = 0, int[]? acknowledge = null, AudienceSize[]? rooms = null, AudienceSize[]? groups = null) =>
        new(new GatewayAddress(name, "1"), Substitute.For<IGatewayObserver>(), connections, Draining: false, Rooms: 1, ageMs, new GatewayReport
        {
            Process = new("1.2.3", 1_763_690_000_000, 5, 1.5, 100, 10),
            Sockets = connections,
            QueuedFrames = 10,
            QueuedBytes = 1_000,
            Counters = new() { Connects = 9 },
            Acknowledge = Latency(acknowledge ?? []),
            Rooms = rooms ?? [],
            Groups = groups ?? [],
        });

    private static SiloReport Report(SiloAddress silo, long ageMs, int rooms = 0, int[]? append = null) => new()
    {
        Silo = silo.ToParsableString(),
        Process = new("1.2.3", 1_763_690_000_000, 5, 1.5, 100, 10),
        Activations = [new("room", rooms), new("session", 1)],
        Counters = new() { Appended = 4 },
        Append = Latency(append ?? []),
        Deliver = LatencyReport.None,
        AgeMs = ageMs,
    };

    private IStreamGrain Stream(string name)
    {
        var stream = Substitute.For<IStreamGrain>();
        _kit.Grains.GetGrain<IStreamGrain>(name).Returns(stream);
        return stream;
    }
}
