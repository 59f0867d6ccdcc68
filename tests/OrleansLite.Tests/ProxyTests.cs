using Orleans.Concurrency;
using Orleans.Realtime.OrleansLite.Tests.Grains;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Realtime.OrleansLite.Tests;

/// <summary>What is emitted from interfaces.</summary>
public class ProxyTests(LiteCluster cluster) : IClassFixture<LiteCluster>
{
    private IOddGrain Grain => cluster.Client.GetGrain<IOddGrain>(Guid.NewGuid());

    [Fact]
    public async Task InternalInterface_WithOverloadsAndABase_IsCallable()
    {
        using var source = new CancellationTokenSource();
        var grain = Grain;

        (await grain.BaseAsync()).ShouldBe(7);
        (await grain.OverloadAsync(1)).ShouldBe("int 1");
        (await grain.OverloadAsync("a")).ShouldBe("string a");
        (await grain.OverloadAsync(1, source.Token)).ShouldBe("token True");
        (await grain.SumAsync(new[] { 1, 2, 3 }.AsImmutable())).ShouldBe(6);
    }

    [Fact]
    public async Task Record_WithPrivateMembersAndACycle_IsCopiedWhole()
    {
        var secret = new Secret(["client"]);
        secret.Next = secret;

        var returned = await Grain.PassSecretAsync(secret);

        secret.Words.ShouldBe(["client"]);
        returned.Words.ShouldBe(["client", "grain"]);
        returned.CountAtBirth().ShouldBe(1);
        returned.Next.ShouldBeSameAs(returned);
    }

    [Fact]
    public async Task ImmutableArgument_WithinAProcess_IsTheSameObjectAndOthersAreNot() =>
        (await Grain.RelayIsSameAsync(Grain)).ShouldBeTrue();

    [Fact]
    public async Task Argument_ThatIsAGrainItself_IsRefused()
    {
        var error = await Should.ThrowAsync<CodecNotFoundException>(() => Grain.RelayIsSameAsync(new OddGrain()));

        error.Message.ShouldContain("AsReference");
    }

    [Fact]
    public void References_OfTheSameGrain_AreEqualWhateverTheirInterface()
    {
        var id = Guid.NewGuid();
        var grain = cluster.Client.GetGrain<IOddGrain>(id);

        grain.ShouldBe(cluster.Client.GetGrain<IOddGrain>(id));
        grain.AsReference<IOddBase>().ShouldBe((IAddressable)grain);
        grain.GetPrimaryKey().ShouldBe(id);
        grain.GetGrainId().ToString().ShouldBe($"odd/{id:N}");
        GrainId.Parse(grain.GetGrainId().ToString()).ShouldBe(grain.GetGrainId());
    }

    [Fact]
    public void GetGrain_OfAnInterfaceNobodyImplements_Throws() =>
        Should.Throw<ArgumentException>(() => cluster.Client.GetGrain<INobodysGrain>("a")).Message.ShouldContain(nameof(INobodysGrain));

    [Fact]
    public async Task Grain_ThatEndsBeforeEachRequest_FailsTheCallInsteadOfGoingRound() =>
        await Should.ThrowAsync<OrleansMessageRejectionException>(() => cluster.Client.GetGrain<IRestlessGrain>("a").CallAsync());

    [Fact]
    public async Task StatelessWorker_WithSeveralCalls_RunsThemAtTheSameTime()
    {
        var silo = cluster.Cluster.GetSiloServiceProvider();
        var grain = ((IGrainFactory)silo.GetService(typeof(IGrainFactory))!).GetGrain<IPoolGrain>(1);

        var workers = await Task.WhenAll(grain.MeetAsync(3), grain.MeetAsync(3), grain.MeetAsync(3));

        workers.Distinct().Count().ShouldBe(3);
    }

    private interface INobodysGrain : IGrainWithStringKey;
}
