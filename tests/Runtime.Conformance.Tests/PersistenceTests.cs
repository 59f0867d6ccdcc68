using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Storage;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

public class PersistenceTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task State_NeverWritten_DoesNotExist() =>
        (await Client.GetGrain<IStoredGrain>(NewKey()).GetAsync()).ShouldBe((false, "", 0));

    [Fact]
    public async Task State_Written_IsThereAtTheNextActivation()
    {
        var grain = Client.GetGrain<IStoredGrain>(NewKey());
        await grain.WriteAsync("one");
        await RestartAsync(grain);

        (await grain.GetAsync()).ShouldBe((true, "one", 1));
    }

    [Fact]
    public async Task State_ChangedButNotWritten_IsLost()
    {
        var grain = Client.GetGrain<IStoredGrain>(NewKey());
        await grain.WriteAsync("one");
        await grain.ChangeWithoutWritingAsync("two");
        (await grain.GetAsync()).ShouldBe((true, "two", 2));

        await grain.ReadAsync();

        (await grain.GetAsync()).ShouldBe((true, "one", 1));
    }

    [Fact]
    public async Task State_Cleared_DoesNotExist()
    {
        var grain = Client.GetGrain<IStoredGrain>(NewKey());
        await grain.WriteAsync("one");
        await grain.ClearAsync();
        await RestartAsync(grain);

        (await grain.GetAsync()).ShouldBe((false, "", 0));
    }

    [Fact]
    public async Task State_WrittenInOnDeactivate_IsThereAtTheNextActivation()
    {
        var grain = Client.GetGrain<IStoredGrain>(NewKey());
        await grain.WriteOnDeactivationAsync("last");
        await RestartAsync(grain);

        (await grain.GetAsync()).ShouldBe((true, "last", 1));
    }

    [Fact]
    public async Task State_WrittenBySomebodyElse_FailsTheWriteAndEndsTheActivation()
    {
        var grain = Client.GetGrain<IStoredGrain>(NewKey());
        await grain.WriteAsync("mine");
        var before = await grain.GetActivationAsync();
        await WriteBehindItsBackAsync(grain);

        await Should.ThrowAsync<InconsistentStateException>(() => grain.WriteAsync("again mine"));

        await Eventually.HoldsAsync(async () => await grain.GetActivationAsync() != before);
        (await grain.GetAsync()).Text.ShouldBe("theirs");
    }

    private static async Task RestartAsync(IStoredGrain grain)
    {
        var before = await grain.GetActivationAsync();
        await grain.ForgetAsync();
        (await grain.GetActivationAsync()).ShouldNotBe(before);
    }

    private async Task WriteBehindItsBackAsync(IStoredGrain grain)
    {
        var storage = Cluster.Cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default");
        var state = new GrainState<StoredNote>();
        await storage.ReadStateAsync("note", grain.GetGrainId(), state);
        state.State!.Text = "theirs";
        await storage.WriteStateAsync("note", grain.GetGrainId(), state);
    }
}
