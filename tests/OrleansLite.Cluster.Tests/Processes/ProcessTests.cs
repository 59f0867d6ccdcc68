using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Realtime.OrleansLite.TestSilo.Contracts;
using Orleans.Runtime;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace Orleans.Realtime.OrleansLite.Cluster.Tests.Processes;

/// <summary>Silos as processes, which die, stand still, and lose Redis.</summary>
public sealed class ProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private ProcessCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ProcessCluster.StartAsync(silos: 3);

    public async Task DisposeAsync()
    {
        foreach (var (address, silo) in _cluster.Silos)
        {
            output.WriteLine($"--- {address}\n{string.Join('\n', silo.Output)}");
        }

        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Silo_Killed_FailsItsCallsAtOnceAndItsGrainsAnswerElsewhereSoon()
    {
        var grains = await _cluster.ActivateAsync(60);
        var doomed = _cluster.Silos.Keys.First();
        var onIt = new List<IVisitGrain>();
        foreach (var grain in grains)
        {
            if ((await grain.GetAsync()).Silo == doomed)
            {
                onIt.Add(grain);
            }
        }

        onIt.ShouldNotBeEmpty();
        var held = onIt[0].HoldAsync();
        var watch = Stopwatch.StartNew();

        await _cluster.Silos[doomed].KillAsync();

        await Should.ThrowAsync<SiloUnavailableException>(() => held);
        output.WriteLine($"call in flight failed after {watch.ElapsedMilliseconds} ms");
        var visits = await Task.WhenAll(onIt.Skip(1).Select(grain => Eventually.AnswersAsync(grain.GetAsync)));
        output.WriteLine($"{visits.Length} grains answered elsewhere after {watch.ElapsedMilliseconds} ms");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        visits.ShouldAllBe(visit => visit.Silo != doomed);
    }

    [Fact]
    public async Task Silo_PausedAndResumed_LetsGoOfItsGrainsAndJoinsAnew()
    {
        var grains = await _cluster.ActivateAsync(60);
        var (address, silo) = _cluster.Silos.First();
        var watch = Stopwatch.StartNew();

        silo.Pause();
        await Eventually.HoldsAsync(async () => !(await _cluster.GetHostsAsync()).Contains(address));
        output.WriteLine($"given up after {watch.ElapsedMilliseconds} ms");
        var meanwhile = await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)));
        meanwhile.ShouldAllBe(visit => visit.Silo != address);
        silo.Resume();

        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 3);
        (await _cluster.GetHostsAsync()).ShouldNotContain(address);
        await Eventually.HoldsAsync(async () =>
        {
            var visits = await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)));
            return visits.Any(visit => visit.ProcessId == silo.Id) && visits.All(visit => visit.Silo != address);
        });

        watch.Restart();
        await silo.StopAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15), "what it let go of is not waited for");
    }

    [Fact]
    public async Task Silo_PausedForLessThanItsLimit_StaysWithItsGrains()
    {
        var (limit, stood) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
        for (var watch = Stopwatch.StartNew(); stood > limit * 0.75;)
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2), "the machine stops processes by itself");
            await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 3);
            var silo = _cluster.Silos[(await _cluster.GetHostsAsync())[0]];
            var grains = await _cluster.ActivateAsync(60);
            var before = await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)));

            stood = await silo.PauseForAsync(limit * 0.6);
            output.WriteLine($"stood still for {stood.TotalMilliseconds} ms");

            if (stood <= limit * 0.75)
            {
                // Whoever gave it up would have done so by now.
                await Task.Delay(limit);
                (await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)))).ShouldBe(before);
                silo.Output.ShouldNotContain(line => line.Contains("BeginsAnew", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Silo_PausedWhileRedisIsAway_KeepsItsNameAndItsGrains()
    {
        var grains = await _cluster.ActivateAsync(60);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));
        var (address, silo) = _cluster.Silos.First();
        await _cluster.Redis.KillAsync();

        (await silo.PauseForAsync(TimeSpan.FromSeconds(4))).ShouldBeGreaterThan(TimeSpan.FromSeconds(2));

        (await Task.WhenAll(grains.Select(grain => Eventually.AnswersAsync(grain.GetAsync)))).ShouldBe(before);
        (await _cluster.GetHostsAsync()).ShouldContain(address);
        await _cluster.Redis.RestartAsync();
        await _cluster.AddSiloAsync();
        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 4);
    }

    [Fact]
    public async Task Redis_KilledAndStartedAgain_DisturbsNoCall()
    {
        var grains = await _cluster.ActivateAsync(30);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));

        await _cluster.Redis.KillAsync();
        for (var i = 0; i < 30; i++)
        {
            (await Task.WhenAll(grains.Select(grain => grain.GetAsync()))).ShouldBe(before);
            await Task.Delay(100);
        }

        await _cluster.Redis.RestartAsync();
        await _cluster.AddSiloAsync();
        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 4);
        (await _cluster.GetHostsAsync()).ShouldBe(_cluster.Silos.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task Redis_Frozen_DisturbsNoCallAndFailsWritesInTime()
    {
        var grains = await _cluster.ActivateAsync(30);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));

        await _cluster.Redis.FreezeAsync();
        var write = grains[0].WriteAsync("lost?");
        for (var i = 0; i < 80; i++)
        {
            // The grain that writes is busy.
            (await Task.WhenAll(grains.Skip(1).Select(grain => grain.GetAsync()))).ShouldBe(before.Skip(1));
            await Task.Delay(100);
        }

        await Should.ThrowAsync<Exception>(() => write);
        await _cluster.Redis.ThawAsync();

        (await _cluster.GetHostsAsync()).ShouldBe(_cluster.Silos.Keys, ignoreOrder: true);
        await _cluster.AddSiloAsync();
        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 4);
        (await _cluster.GetHostsAsync()).ShouldBe(_cluster.Silos.Keys, ignoreOrder: true);
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                await grains[0].WriteAsync("kept");
                return true;
            }
            catch (Exception error) when (error is Storage.InconsistentStateException or OrleansException or TimeoutException)
            {
                return false;
            }
        });
        (await grains[0].ReadAsync()).ShouldBe("kept");
    }

    [Fact]
    public async Task Redis_Emptied_IsFilledAgainAndDisturbsNoCall()
    {
        var grains = await _cluster.ActivateAsync(30);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));
        using var redis = await ConnectionMultiplexer.ConnectAsync(_cluster.RedisConnection);

        await redis.GetDatabase().ExecuteAsync("FLUSHALL");
        await Eventually.HoldsAsync(async () => (long)await redis.GetDatabase().ExecuteAsync("DBSIZE") > 0);

        (await Task.WhenAll(grains.Select(grain => grain.GetAsync()))).ShouldBe(before);
        (await _cluster.GetHostsAsync()).ShouldBe(_cluster.Silos.Keys, ignoreOrder: true);
        await _cluster.AddSiloAsync();
        await Eventually.HoldsAsync(async () => (await _cluster.GetHostsAsync()).Count == 4);
    }

    [Fact]
    public async Task Calls_BetweenProcesses_AreAnsweredCancelledAndTimeOut()
    {
        var grains = await _cluster.ActivateAsync(20);
        var visits = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));
        var far = Array.FindIndex(visits, visit => visit.Silo != visits[0].Silo);
        far.ShouldBePositive();

        (await grains[0].GetOtherAsync(grains[far].GetPrimaryKeyString())).ShouldBe(visits[far]);
        await Eventually.HoldsAsync(async () =>
        {
            // Given up too soon, it never gets as far as the other grain.
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Should.ThrowAsync<OperationCanceledException>(() => grains[0].WaitAtAsync(grains[far].GetPrimaryKeyString(), giveUp.Token));
            return await grains[far].CountGivenUpAsync() > 0;
        });
        await Should.ThrowAsync<TimeoutException>(grains[1].BeLateAsync);
    }

    [Fact]
    public async Task Silo_WhoseThreadsAreAllBusy_StaysAMember()
    {
        var grains = await _cluster.ActivateAsync(60);
        var before = await Task.WhenAll(grains.Select(grain => grain.GetAsync()));
        var (address, silo) = _cluster.Silos.First();
        var onIt = grains.Where((_, index) => before[index].Silo == address).ToList();
        onIt.Count.ShouldBeGreaterThan(1);

        // Longer than its lease, and than anybody waits for a sign of life; its answers, too, wait for a thread to send them.
        var held = onIt[0].HoldAsync();
        var burning = onIt[1].BurnAsync(TimeSpan.FromSeconds(9));

        await Should.ThrowAsync<TimeoutException>(() => held, "the connection lasts: nobody answers on it");
        var free = grains.Where(grain => grain != onIt[0]);
        (await Task.WhenAll(free.Select(grain => Eventually.AnswersAsync(grain.GetAsync)))).ShouldBe(before.Where((_, index) => grains[index] != onIt[0]));
        await Task.WhenAny(burning);
        silo.Output.ShouldNotContain(line => line.Contains("BeginsAnew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observer_InAnotherProcess_AnswersUntilItsClientIsGone()
    {
        var other = await _cluster.AddClientAsync();
        var factory = other.Services.GetRequiredService<IClusterClient>();
        var observer = new VisitObserver();
        var grains = await _cluster.ActivateAsync(10);
        foreach (var grain in grains)
        {
            await grain.SubscribeAsync(factory.CreateObjectReference<IVisitObserver>(observer));
            (await grain.AskAsync(4)).ShouldBe(5);
        }

        await other.StopAsync();

        foreach (var grain in grains)
        {
            await Should.ThrowAsync<ClientNotAvailableException>(() => grain.AskAsync(4));
        }

        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Observer_OfAnotherClient_IsReachedByWayOfTheSilos()
    {
        var other = await _cluster.AddClientAsync();
        var observer = new VisitObserver();
        var grain = (await _cluster.ActivateAsync(1))[0];
        await grain.SubscribeAsync(other.Services.GetRequiredService<IClusterClient>().CreateObjectReference<IVisitObserver>(observer));
        var remote = await grain.GetObserverAsync();

        for (var i = 0; i < 10; i++)
        {
            (await remote.HearAsync(i)).ShouldBe(i + 1);
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => remote.HearAsync(-1))).Message.ShouldBe("the observer's own fault");
        await other.StopAsync();

        await Should.ThrowAsync<ClientNotAvailableException>(() => remote.HearAsync(4));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task State_InRedis_OutlivesItsSiloWithReferencesAndErrorsCross()
    {
        var observer = new VisitObserver();
        var grain = (await _cluster.ActivateAsync(1))[0];
        await grain.SubscribeAsync(_cluster.Client.CreateObjectReference<IVisitObserver>(observer));
        await grain.WriteAsync("kept");
        await _cluster.Silos[(await grain.GetAsync()).Silo].KillAsync();

        (await Eventually.AnswersAsync(grain.ReadAsync)).ShouldBe("kept");
        (await Eventually.AnswersAsync(() => grain.AskAsync(1))).ShouldBe(2);
        await grain.WriteAsync("again");
        await grain.ForgetAsync();
        (await grain.ReadAsync()).ShouldBe("again");
        (await Should.ThrowAsync<InvalidOperationException>(grain.ThrowAsync)).StackTrace!.ShouldContain("VisitGrain");
        GC.KeepAlive(observer);
    }
}
