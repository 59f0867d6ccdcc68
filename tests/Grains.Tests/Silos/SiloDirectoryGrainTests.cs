using Orleans.Realtime.Grains.Interfaces.Silos;
using Orleans.Realtime.Grains.Interfaces.Streams;
using Orleans.Realtime.Grains.Tests.Support;

namespace Orleans.Realtime.Grains.Tests.Silos;

public sealed class SiloDirectoryGrainTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10) / 3;

    [Fact]
    public async Task Silo_ReportsByItself_WhatItsGrainsDid()
    {
        await using var silos = await TestSilos.StartAsync();
        var (gateway, route) = silos.Gateway();
        await silos.Directory(gateway.Address).RenewAsync(new(gateway.Address, route.Lane, 1, Draining: false));
        var room = silos.Room("r");
        await room.AttachAsync(Some.Attach(route, null, "s1"));
        await room.Publish(Some.Message("m1"), Some.Message("m2"));
        await room.Publish(Some.Message("m3"));
        await gateway.Until(() => gateway.Seen.Length == 3);
        await silos.Client.GetGrain<IStreamGrain>("orders").CreateGroupAsync("workers", null);

        var report = await ReportOfAsync(silos, found => found.Counters.Confirmed == 3);

        report.Silo.ShouldContain('@');
        report.Counters.Appended.ShouldBe(3);
        report.Append.Counts.Sum().ShouldBe(2, "one for each call");
        report.Deliver.Counts.Sum().ShouldBeInRange(1, 2, "samples keep a distance in time");
        report.Activations.ShouldContain(kind => kind.Name == "room" && kind.Count == 1);
        report.Streams.ShouldBe(["orders"]);
        report.MoreStreams.ShouldBeFalse();
        report.Process.Version.ShouldNotBeEmpty();
        report.Process.ResidentBytes.ShouldBePositive();
        report.Process.CpuSeconds.ShouldBePositive();
        report.Process.UptimeMs.ShouldBePositive();
    }

    [Fact]
    public async Task Report_IsReplacedByTheNext_AndForgottenWithoutOne()
    {
        await using var silos = await TestSilos.StartAsync();
        var directory = silos.Client.GetGrain<ISiloDirectoryGrain>(0);
        var gone = new SiloReport { Silo = "10.0.0.9:1@1", Process = new("1", 0, 0, 0, 0, 0), Counters = new() { Appended = 1 }, Append = new([], []), Deliver = new([], []) };
        await directory.ReportAsync(gone);
        await directory.ReportAsync(gone with { Counters = new() { Appended = 2 } });

        (await FindAsync()).ShouldNotBeNull().Counters.Appended.ShouldBe(2);
        silos.Clock.Advance(TimeSpan.FromSeconds(4));
        (await FindAsync()).ShouldNotBeNull().AgeMs.ShouldBe(4_000);
        silos.Clock.Advance(TimeSpan.FromSeconds(6));
        (await FindAsync()).ShouldBeNull();

        async Task<SiloReport?> FindAsync() => (await directory.ListAsync()).SingleOrDefault(report => report.Silo == gone.Silo);
    }

    [Fact]
    public async Task Stream_ThatIsDeleted_IsNotNamedAnyMore_OnceSomebodyHasLooked()
    {
        await using var silos = await TestSilos.StartAsync();
        var stream = silos.Client.GetGrain<IStreamGrain>("orders");
        await stream.PublishAsync([new StreamPublish([new StreamMessage([(byte)'1'])])]);
        await stream.CreateGroupAsync("workers", StreamId.Zero);
        await stream.ReadGroupAsync(new GroupRead("workers", "w1", 10));
        var described = await stream.DescribeAsync();
        described.Length.ShouldBe(1);
        described.Groups.ShouldBe([new StreamGroupSummary("workers", 1, 1, 0)]);
        (await ReportOfAsync(silos, report => report.Streams.Length == 1)).Streams.ShouldBe(["orders"]);

        await stream.DeleteAsync();
        await Should.ThrowAsync<Interfaces.RealtimeException>(stream.DescribeAsync);

        await ReportOfAsync(silos, report => report.Streams.Length == 0);
    }

    // A few reports at most: what they tell of the last seconds is soon no longer there. Each may take its time.
    private static async Task<SiloReport> ReportOfAsync(TestSilos silos, Func<SiloReport, bool> expected)
    {
        var directory = silos.Client.GetGrain<ISiloDirectoryGrain>(0);
        for (var reports = 0; reports < 4; reports++)
        {
            silos.Clock.Advance(Interval);
            for (var looks = 0; looks < 300; looks++)
            {
                if ((await directory.ListAsync()).FirstOrDefault(expected) is { } found)
                {
                    return found;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }

        throw new TimeoutException("No report is as expected.");
    }
}
