using Orleans.Realtime.OrleansLite.Tests.Grains;

namespace Orleans.Realtime.OrleansLite.Tests;

/// <summary>What a call sets off in the process runs on the thread that made it, if that is not the pool's.</summary>
public sealed class CallerThreadTests(LiteCluster cluster) : IClassFixture<LiteCluster>
{
    [Fact]
    public async Task Call_FromAThreadOutsideOfGrains_RunsOnItWithoutItsAmbientValues()
    {
        var grain = cluster.Client.GetGrain<IThreadGrain>(Guid.NewGuid());

        var (caller, call, after) = await OnThreadAsync(() =>
        {
            ThreadGrain.Ambient.Value = "caller";
            var answer = grain.RunAsync();
            return (Environment.CurrentManagedThreadId, answer, ThreadGrain.Ambient.Value);
        });

        call.IsCompletedSuccessfully.ShouldBeTrue();
        (await call).ShouldBe((caller, null));
        after.ShouldBe("caller");
    }

    [Fact]
    public async Task Observer_CalledWithinATurn_RunsBehindTheTurn()
    {
        var observer = new ThreadObserver();
        var reference = cluster.Client.CreateObjectReference<IThreadObserver>(observer);
        var grain = cluster.Client.GetGrain<IThreadGrain>(Guid.NewGuid());

        var (caller, call, relayed) = await OnThreadAsync(() => (Environment.CurrentManagedThreadId, grain.CallAsync(reference), grain.RelayAsync(reference)));

        (await call).ShouldBe((caller, false));
        relayed.IsCompletedSuccessfully.ShouldBeTrue();
        (await relayed).ShouldBe(caller);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Call_FromAThreadOfThePool_LeavesItFree()
    {
        var grain = cluster.Client.GetGrain<IThreadGrain>(Guid.NewGuid());

        await Task.Run(() =>
        {
            // Waited for on the thread that it is not to have.
            var (thread, _) = grain.RunAsync().GetAwaiter().GetResult();
            thread.ShouldNotBe(Environment.CurrentManagedThreadId);
        });
    }

    [Fact]
    public async Task LoopOfCalls_FromOneThread_GivesItBack()
    {
        var grain = cluster.Client.GetGrain<IThreadGrain>(Guid.NewGuid());
        using var stop = new CancellationTokenSource();

        var loop = await OnThreadAsync(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await grain.RunAsync();
            }
        });

        await stop.CancelAsync();
        await loop;
    }

    /// <summary>A thread of its own: no pool's, no test framework's.</summary>
    private static Task<T> OnThreadAsync<T>(Func<T> run)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(run());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }).Start();
        return done.Task;
    }
}
