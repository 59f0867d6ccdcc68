using NSubstitute;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

public sealed class LiveGatewaysTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly IGatewayDirectoryGrain[] _shards = [.. Enumerable.Range(0, IGatewayDirectoryGrain.Shards).Select(_ => Substitute.For<IGatewayDirectoryGrain>())];
    private readonly FakeTimeProvider _time = new();
    private readonly LiveGateways _gateways;

    public LiveGatewaysTests()
    {
        var grains = Substitute.For<IGrainFactory>();
        for (var i = 0; i < _shards.Length; i++)
        {
            grains.GetGrain<IGatewayDirectoryGrain>(i).Returns(_shards[i]);
            Say(i);
        }

        _gateways = new LiveGateways(grains, _time);
    }

    [Fact]
    public async Task List_JoinsTheShards_AndAsksThemOnceAnAge()
    {
        Say(1, "a");
        Say(3, "b", "c");

        (await NamesAsync()).ShouldBe(["a", "b", "c"]);
        Say(3, "c");
        (await NamesAsync()).ShouldBe(["a", "b", "c"]);
        await _shards[0].Received(1).ListAsync();

        _time.Advance(Age);
        (await NamesAsync()).ShouldBe(["a", "c"], "a gateway whose lease ended is gone with the next question");
    }

    [Fact]
    public async Task List_AfterAFailure_AsksAgainAtOnce()
    {
        _shards[2].ListAsync().Returns(Task.FromException<IReadOnlyList<GatewayLease>>(new TimeoutException()));
        await Should.ThrowAsync<TimeoutException>(NamesAsync);

        Say(2, "a");

        (await NamesAsync()).ShouldBe(["a"]);
    }

    private async Task<string[]> NamesAsync() => [.. (await _gateways.ListAsync(Age)).Select(lease => lease.Address.InstanceId)];

    private void Say(int shard, params string[] gateways) => _shards[shard].ListAsync().Returns(
        [.. gateways.Select(name => new GatewayLease(new GatewayAddress(name, "1"), Substitute.For<IGatewayObserver>(), 0, Draining: false))]);
}
