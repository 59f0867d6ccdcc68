using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Text.Json;
using Orleans.Concurrency;
using Orleans.Lite.Copying;
using Orleans.Realtime.OrleansLite.Tests.Grains;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Realtime.OrleansLite.Tests;

/// <summary>What is emitted from interfaces.</summary>
public class ProxyTests(LiteCluster cluster) : IClassFixture<LiteCluster>
{
    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

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
    public void Collections_OfEachKind_AreCopiedByElement()
    {
        var inner = new List<int> { 1 };
        object[] originals =
        [
            new[] { inner }, new List<List<int>> { inner }, new Dictionary<string, List<int>> { ["a"] = inner }, new SortedDictionary<int, List<int>> { [1] = inner },
            new Queue<List<int>>([inner]), new Stack<List<int>>([inner]), ImmutableArray.Create(inner), ImmutableList.Create(inner),
            ImmutableDictionary.Create<string, List<int>>().Add("a", inner), new ReadOnlyCollection<List<int>>([inner]),
            new ConcurrentDictionary<string, List<int>>([KeyValuePair.Create("a", inner)]), Tuple.Create(inner), (inner, 1),
        ];

        foreach (var original in originals)
        {
            var copy = Copier.CopyObject(original, new CopyContext());

            copy.ShouldBeOfType(original.GetType());
            JsonSerializer.Serialize(copy, WithFields).ShouldBe(JsonSerializer.Serialize(original, WithFields));
            inner.Add(2);
            JsonSerializer.Serialize(copy, WithFields).ShouldNotBe(JsonSerializer.Serialize(original, WithFields), original.GetType().ToString());
            inner.Remove(2);
        }

        Copier.Copy(new Stack<int>([1, 2, 3])).ShouldBe([3, 2, 1]);
        Copier.Copy(new HashSet<string>(["A"], StringComparer.OrdinalIgnoreCase)).Contains("a").ShouldBeTrue();
        Copier.Copy<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }).ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public void Type_WithoutSerializer_IsRefused() =>
        Should.Throw<CodecNotFoundException>(() => Copier.Copy(new System.Text.StringBuilder())).Message.ShouldContain("GenerateSerializer");

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
