using Microsoft.Extensions.DependencyInjection;
using Orleans.Realtime.Runtime.Conformance.Tests.Grains;
using Orleans.Realtime.Runtime.Conformance.Tests.Infrastructure;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Runtime.Conformance.Tests;

/// <summary>Timers follow the silo's <see cref="TimeProvider"/>.</summary>
public sealed class TimeTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly FakeTimeProvider _clock = new() { TimerLag = TimeSpan.FromMilliseconds(1) };
    private readonly ConformanceCluster _cluster;
    private readonly string _key = ConformanceCluster.NewKey();

    public TimeTests() => _cluster = new(1, silo => silo.Services.AddSingleton<TimeProvider>(_clock));

    private ILifeGrain Grain => _cluster.Client.GetGrain<ILifeGrain>(_key);

    private Signals Signals => _cluster.Signals;

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Timer_WithPeriod_TicksAgainAndAgain()
    {
        await Grain.StartTimerAsync(Second, Second, interleave: false, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");

        await PassTimeUntilNotesAsync(3, Second);

        (await Signals.NextAsync(_key)).ShouldBe("tick");
        (await Signals.NextAsync(_key)).ShouldBe("tick");
        (await Signals.NextAsync(_key)).ShouldBe("tick");
    }

    [Fact]
    public async Task Timer_BeforeItsDueTime_DoesNotTick()
    {
        await Grain.StartTimerAsync(Second * 10, Never, interleave: false, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");

        _clock.Advance(Second * 9);
        await Grain.GetActivationAsync();

        Signals.CountOf(_key).ShouldBe(0);
        await PassTimeUntilNotesAsync(1, Second);
    }

    [Fact]
    public async Task Timer_WhenItsCallbackThrows_TicksOn()
    {
        await Grain.StartTimerAsync(Second, Second, interleave: false, keepAlive: false, throws: true);
        (await Signals.NextAsync(_key)).ShouldBe("activated");

        await PassTimeUntilNotesAsync(3, Second);

        (await Signals.NextAsync(_key)).ShouldBe("tick");
        (await Signals.NextAsync(_key)).ShouldBe("tick");
    }

    [Fact]
    public async Task Timer_WhileARequestRuns_Waits()
    {
        await Grain.StartTimerAsync(Second, Second, interleave: false, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");
        var held = Grain.HoldAsync(_key + "gate");
        await Signals.NextAsync(_key + "gate");

        _clock.Advance(Second * 5);
        await Grain.DeactivateNowAsync();
        Signals.CountOf(_key).ShouldBe(0);

        Signals.Open(_key + "gate");
        await held;
    }

    [Fact]
    public async Task Timer_ThatInterleaves_TicksWhileARequestRuns()
    {
        await Grain.StartTimerAsync(Second, Second, interleave: true, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");
        var held = Grain.HoldAsync(_key + "gate");
        await Signals.NextAsync(_key + "gate");

        await PassTimeUntilNotesAsync(1, Second);

        (await Signals.NextAsync(_key)).ShouldBe("tick");
        Signals.Open(_key + "gate");
        await held;
    }

    [Fact]
    public async Task Timer_AfterDispose_DoesNotTick()
    {
        await Grain.StartTimerAsync(Second, Second, interleave: false, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");
        await Grain.StopTimerAsync();

        _clock.Advance(Second * 10);
        await Grain.GetActivationAsync();

        Signals.CountOf(_key).ShouldBe(0);
    }

    [Fact]
    public async Task Timer_AfterDeactivation_DoesNotTick()
    {
        await Grain.StartTimerAsync(Second, Second, interleave: false, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");
        await Grain.DeactivateAsync();
        (await Signals.NextAsync(_key)).ShouldBe("deactivated ApplicationRequested");

        _clock.Advance(Second * 10);
        await Grain.GetActivationAsync();

        (await Signals.NextAsync(_key)).ShouldBe("activated");
        Signals.CountOf(_key).ShouldBe(0);
    }

    [Fact]
    public async Task Timer_WhenChanged_TicksAtItsNewTime()
    {
        await Grain.StartTimerAsync(TimeSpan.FromHours(1), Never, interleave: false, keepAlive: false, throws: false);
        (await Signals.NextAsync(_key)).ShouldBe("activated");

        await Grain.ChangeTimerAsync(Second, Never);
        _clock.Advance(Second * 2);

        (await Signals.NextAsync(_key)).ShouldBe("tick");
    }

    /// <summary>Moves the clock step by step and gives the silo time to act on each: what it sets next, it sets after it acted.</summary>
    private Task PassTimeUntilNotesAsync(int count, TimeSpan step) => Eventually.HoldsAsync(() =>
    {
        if (Signals.CountOf(_key) < count)
        {
            _clock.Advance(step);
        }

        return Task.FromResult(Signals.CountOf(_key) >= count);
    });
}
