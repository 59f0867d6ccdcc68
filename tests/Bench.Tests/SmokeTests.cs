using Orleans.Realtime.Bench.Tests.Support;
using Orleans.Realtime.Load.Servers;
using Orleans.Realtime.Load.Wire;
using Orleans.Realtime.Load.Works;

namespace Orleans.Realtime.Bench.Tests;

/// <summary>The real generator against the real server, for two seconds: as bench/run.sh does it, with fewer connections.</summary>
public sealed class SmokeTests : IDisposable
{
    private static readonly Settings Short = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5), Rounds: 1, Quick: true);
    private static readonly FanOut Work = new() { Group = "F1", Title = "fan-out", Members = 20, MessagesPerSecond = 50 };

    // bench/run.sh publishes each program into a folder of its own; here all lie beside the tests.
    private readonly string _programs = Directory.CreateTempSubdirectory("realtime-bench-").FullName;

    public SmokeTests() => Directory.CreateSymbolicLink(Path.Combine(_programs, "Embedded"), AppContext.BaseDirectory);

    public void Dispose() => Directory.Delete(_programs, recursive: true);

    [Fact]
    public async Task FanOut_OverAWholeServer_YieldsFigures()
    {
        var values = await Task.Run(() => Work.RunAsync(new FaultyServer(Server(), Fault.None), Short));

        values["per_second"].ShouldBeGreaterThan(0);
        values["cpu_us"].ShouldBeGreaterThan(0);
        values["p50_us"].ShouldBeInRange(1, values["p99_us"]);
    }

    [Theory]
    [InlineData(Fault.Drop, "got message")]
    [InlineData(Fault.Swap, "got message")]
    [InlineData(Fault.Double, "got message")]
    internal async Task FanOut_OverABrokenServer_YieldsNone(Fault fault, string complaint) =>
        (await Should.ThrowAsync<IntegrityException>(() => Task.Run(() => Work.RunAsync(new FaultyServer(Server(), fault), Short)))).Message.ShouldContain(complaint);

    private RealtimePeer Server() => new(_programs, profiled: false);
}
