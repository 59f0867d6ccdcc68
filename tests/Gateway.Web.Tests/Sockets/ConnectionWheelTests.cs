using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Gateway.Web.Tests.Sockets;

public sealed class ConnectionWheelTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Entries_AreCalledWhenDue_NeverEarly_AtMostATickLate()
    {
        using var wheel = Create();
        var random = new Random(3);
        var entries = Enumerable.Range(0, 1000).Select(_ => new Entry(() => random.Next(1, 300_000))).ToList();
        foreach (var entry in entries)
        {
            entry.Planned = random.Next(1, 300_000);
            wheel.Add(entry, entry.Planned);
        }

        _clock.Advance(TimeSpan.FromMinutes(20));

        entries.ShouldAllBe(entry => entry.Calls >= 3 && entry.WorstDelay >= 0 && entry.WorstDelay <= 100);
    }

    [Fact]
    public void Schedule_MovesForwardOnly()
    {
        using var wheel = Create();
        var entry = new Entry(() => 1_000_000);
        wheel.Add(entry, 50_000);

        wheel.Schedule(entry, 60_000);
        wheel.Schedule(entry, 1000);
        _clock.Advance(TimeSpan.FromSeconds(2));

        entry.Calls.ShouldBe(1);
    }

    [Fact]
    public void Schedule_WithinItsOwnCall_IsKept()
    {
        using var wheel = Create();
        Entry? entry = null;
        entry = new Entry(() =>
        {
            wheel.Schedule(entry!, wheel.Now + 500);
            return 1_000_000;
        });
        wheel.Add(entry, 100);

        _clock.Advance(TimeSpan.FromSeconds(5));

        entry.Calls.ShouldBeInRange(8, 10);
    }

    [Fact]
    public void Removed_IsNotCalledAgain_EvenByItself()
    {
        using var wheel = Create();
        Entry? entry = null;
        entry = new Entry(() =>
        {
            wheel.Remove(entry!);
            return 100;
        });
        wheel.Add(entry, 100);
        var other = new Entry(() => 100);
        wheel.Add(other, 100);
        wheel.Remove(other);

        _clock.Advance(TimeSpan.FromSeconds(5));

        entry.Calls.ShouldBe(1);
        other.Calls.ShouldBe(0);
    }

    [Fact]
    public void Fault_OfOneEntry_DoesNotConcernTheOthers()
    {
        using var wheel = Create();
        wheel.Add(new Entry(() => throw new InvalidOperationException("a fault")), 100);
        var other = new Entry(() => 1000);
        wheel.Add(other, 100);

        _clock.Advance(TimeSpan.FromSeconds(5));

        other.Calls.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Disposed_LeavesNoTimer()
    {
        Create().Dispose();

        _clock.ActiveTimers.ShouldBe(0);
    }

    private ConnectionWheel Create() => new(_clock, NullLogger<ConnectionWheel>.Instance);

    private sealed class Entry(Func<int> next) : WheelEntry
    {
        public int Calls { get; private set; }

        public long Planned { get; set; }

        public long WorstDelay { get; private set; }

        internal override long OnDue(long now)
        {
            Calls++;
            var delay = now - Planned;
            WorstDelay = delay < 0 ? long.MinValue : Math.Max(WorstDelay, delay);
            Planned = now + next();
            return Planned;
        }
    }
}
