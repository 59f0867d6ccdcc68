using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Lite.Hosting;
using Orleans.Realtime.OrleansLite.Tests.Grains;
using Orleans.Runtime;

namespace Orleans.Realtime.OrleansLite.Tests;

public class ObserverTableTests(LiteCluster cluster) : IClassFixture<LiteCluster>
{
    [Fact]
    public async Task Observer_ThatWasDeleted_IsNotAvailable()
    {
        var observer = new QuietObserver();
        var reference = cluster.Client.CreateObjectReference<IQuietObserver>(observer);
        (await reference.AskAsync()).ShouldBe(1);

        cluster.Client.DeleteObjectReference<IQuietObserver>(reference);

        await Should.ThrowAsync<ClientNotAvailableException>(reference.AskAsync);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Observer_ThatWasCollected_IsNotAvailableAndLeavesTheTable()
    {
        var table = cluster.Client.ServiceProvider.GetRequiredService<Client>().Node.Observers;
        var before = table.Count;
        var reference = CreateAndForget();
        table.Count.ShouldBe(before + 1);
        GC.Collect();

        await Should.ThrowAsync<ClientNotAvailableException>(reference.AskAsync);

        table.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Observer_OfAClientThatIsGone_IsNotAvailable()
    {
        await using var other = new Orleans.TestingHost.InProcessTestClusterBuilder(1).Build();
        await other.DeployAsync();
        var observer = new QuietObserver();
        var id = other.Client.CreateObjectReference<IQuietObserver>(observer).GetGrainId();
        var silo = other.GetSiloServiceProvider().GetRequiredService<IGrainFactory>();
        (await silo.GetGrain<IQuietObserver>(id).AskAsync()).ShouldBe(1);

        await other.KillClientAsync();

        await Should.ThrowAsync<ClientNotAvailableException>(silo.GetGrain<IQuietObserver>(id).AskAsync);
        GC.KeepAlive(observer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IQuietObserver CreateAndForget() => cluster.Client.CreateObjectReference<IQuietObserver>(new QuietObserver());
}
