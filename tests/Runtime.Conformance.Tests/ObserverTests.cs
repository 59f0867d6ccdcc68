using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Runtime;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

public class ObserverTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    [Fact]
    public async Task Observer_ThatReturnsAValue_AnswersTheGrain()
    {
        var (grain, observer, _) = await SubscribeAsync(Client);

        (await grain.AskAsync(21)).ShouldBe(42);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Observer_CalledManyTimesAtOnce_GetsOneCallAtATimeInWhateverOrder()
    {
        var (grain, observer, _) = await SubscribeAsync(Client);

        await grain.SendAsync(500);

        observer.Values.ShouldBe(Enumerable.Range(0, 500), ignoreOrder: true);
        observer.Overlapped.ShouldBeFalse();
    }

    [Fact]
    public async Task Observer_ThatThrows_FailsTheGrainsCall()
    {
        var (grain, observer, _) = await SubscribeAsync(Client);

        (await Should.ThrowAsync<InvalidOperationException>(grain.ProvokeAsync)).Message.ShouldBe("the observer's own fault");
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Observer_ToldOneWay_Hears()
    {
        var (grain, observer, _) = await SubscribeAsync(Client);

        await grain.TellAsync(5);
        await grain.CallAsync(6);

        (await observer.Told.Task.WaitAsync(ConformanceCluster.ResponseTimeout)).ShouldBe(5);
        (await observer.Called.Task.WaitAsync(ConformanceCluster.ResponseTimeout)).ShouldBe(6);
    }

    [Fact]
    public async Task Observer_InASiloProcess_IsCalledFromGrains()
    {
        var silo = Cluster.Cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        for (var i = 0; i < 10; i++)
        {
            var (grain, observer, _) = await SubscribeAsync(silo);

            (await grain.AskAsync(i)).ShouldBe(i * 2);
            GC.KeepAlive(observer);
        }
    }

    [Fact]
    public async Task Observer_AfterItsReferenceWasDeleted_IsNotReached()
    {
        var (grain, observer, reference) = await SubscribeAsync(Client);
        Client.DeleteObjectReference<IEventObserver>(reference);

        var error = await Should.ThrowAsync<Exception>(() => grain.AskAsync(1));

        (error is ClientNotAvailableException or TimeoutException).ShouldBeTrue(error.ToString());
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task References_AsMembersOfAMessage_Work()
    {
        var observer = new EventObserver();
        var reference = Client.CreateObjectReference<IEventObserver>(observer);
        var grain = Client.GetGrain<INotifierGrain>(NewKey());

        (await grain.SubscribeAsync(new Subscription("a", reference, Client.GetGrain<ITurnGrain>(NewKey())))).ShouldBe(7);
        (await grain.AskAsync(4)).ShouldBe(8);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Reference_ThatComesBack_IsEqualAndWorks()
    {
        var (grain, observer, reference) = await SubscribeAsync(Client);

        var returned = await grain.GetObserverAsync();

        returned.ShouldBe(reference);
        (await returned.DoubleAsync(3)).ShouldBe(6);
        GC.KeepAlive(observer);
    }

    private async Task<(INotifierGrain Grain, EventObserver Observer, IEventObserver Reference)> SubscribeAsync(IGrainFactory factory)
    {
        var observer = new EventObserver();
        var reference = factory.CreateObjectReference<IEventObserver>(observer);
        var grain = Client.GetGrain<INotifierGrain>(NewKey());
        await grain.SubscribeAsync(reference);
        return (grain, observer, reference);
    }
}
