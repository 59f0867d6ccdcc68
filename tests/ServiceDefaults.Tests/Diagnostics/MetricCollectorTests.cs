using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.ServiceDefaults.Diagnostics;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.ServiceDefaults.Tests.Diagnostics;

public sealed class MetricCollectorTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private MetricCollector? _collector;

    [Fact]
    public void Scrape_OfCountersAndGauges_AddsUp()
    {
        var meter = Start();
        var counter = meter.CreateCounter<long>("realtime.test.messages", "{message}", "Messages.\nBy \\ kind.");
        var open = meter.CreateUpDownCounter<int>("realtime.test.open");
        var level = meter.CreateGauge<double>("realtime.test.level", "s");
        counter.Add(2, KeyValuePair.Create<string, object?>("kind", "room"));
        counter.Add(3, KeyValuePair.Create<string, object?>("kind", "room"));
        counter.Add(9_007_199_254_740_993, KeyValuePair.Create<string, object?>("kind", "user"));
        open.Add(5);
        open.Add(-2);
        level.Record(1.5);
        level.Record(0.25);

        var samples = ExpositionGrammar.Read(_collector!.Scrape());

        samples.ValueOf("realtime_test_messages_total", ("kind", "room")).ShouldBe(5);
        samples.ValueOf("realtime_test_messages_total", ("kind", "user")).ShouldBe(9_007_199_254_740_993);
        samples.ValueOf("realtime_test_open").ShouldBe(3);
        samples.ValueOf("realtime_test_level_seconds").ShouldBe(0.25);
        ExpositionGrammar.Read(_collector.Scrape()).ValueOf("realtime_test_level_seconds").ShouldBe(0.25, "a gauge keeps its value");
    }

    [Fact]
    public void Scrape_OfAHistogram_IsCumulativeAndEndsWithInfinity()
    {
        var histogram = Start().CreateHistogram("realtime.test.took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 20 })
        {
            histogram.Record(value, KeyValuePair.Create<string, object?>("way", "in"));
        }

        var samples = ExpositionGrammar.Read(_collector!.Scrape());

        samples.ValueOf("realtime_test_took_seconds_bucket", ("le", "0.1"), ("way", "in")).ShouldBe(2);
        samples.ValueOf("realtime_test_took_seconds_bucket", ("le", "1")).ShouldBe(3);
        samples.ValueOf("realtime_test_took_seconds_bucket", ("le", "10")).ShouldBe(3);
        samples.ValueOf("realtime_test_took_seconds_bucket", ("le", "+Inf")).ShouldBe(4);
        samples.ValueOf("realtime_test_took_seconds_count").ShouldBe(4);
        samples.ValueOf("realtime_test_took_seconds_sum").ShouldBe(20.65, 1e-9);
    }

    [Fact]
    public void Scrape_OfAnObservable_ForgetsWhatIsNoLongerObserved()
    {
        var shards = new List<Measurement<int>> { new(1, KeyValuePair.Create<string, object?>("shard", 0)), new(2, KeyValuePair.Create<string, object?>("shard", 1)) };
        Start().CreateObservableGauge("realtime.test.shards", () => shards);
        ExpositionGrammar.Read(_collector!.Scrape()).ValueOf("realtime_test_shards", ("shard", "1")).ShouldBe(2);

        shards.RemoveAt(1);

        ExpositionGrammar.Read(_collector.Scrape()).ShouldNotContain(s => s.Labels.GetValueOrDefault("shard") == "1");
    }

    [Fact]
    public void Scrape_OfAnObservableWhoseTagsComeAndGo_NeedsNoMoreRoomThanThoseOfOneScrape()
    {
        var round = 0;
        Start(maxSeries: 100).CreateObservableGauge("realtime.test.passing", () => Enumerable.Range(0, 60).Select(i => new Measurement<int>(i, KeyValuePair.Create<string, object?>("name", $"{round}-{i}"))));

        for (; round < 10; round++)
        {
            _ = _collector!.Scrape();
        }

        // A scrape still knows the series of the one before while it meets its own.
        var samples = ExpositionGrammar.Read(_collector!.Scrape());
        samples.Count(s => s.Name == "realtime_test_passing").ShouldBeGreaterThanOrEqualTo(40);
        samples.ShouldAllBe(s => s.Name != "realtime_test_passing" || s.Labels["name"].StartsWith("10-", StringComparison.Ordinal));
    }

    [Fact]
    public void Scrape_WhenLabelsNeedEscaping_KeepsTheirValues()
    {
        const string Nasty = "a\"b\\c\nd}{,=é";
        Start().CreateCounter<int>("realtime.test.nasty").Add(1, KeyValuePair.Create<string, object?>("le.vel", Nasty), KeyValuePair.Create<string, object?>("__x", true), KeyValuePair.Create<string, object?>("le_vel", null));

        var sample = ExpositionGrammar.Read(_collector!.Scrape()).Single(s => s.Name == "realtime_test_nasty_total");

        sample.Labels["le_vel"].ShouldBe(Nasty + ";");
        sample.Labels.Keys.ShouldAllBe(k => !k.StartsWith("__", StringComparison.Ordinal));
    }

    [Fact]
    public void Record_WhenTagsComeInAnotherOrder_IsTheSameSeries()
    {
        var counter = Start().CreateCounter<int>("realtime.test.order");
        var a = KeyValuePair.Create<string, object?>("a", "1");
        var b = KeyValuePair.Create<string, object?>("b", 2);
        counter.Add(1, a, b);
        counter.Add(1, b, a);

        ExpositionGrammar.Read(_collector!.Scrape()).Single(s => s.Name == "realtime_test_order_total").Value.ShouldBe(2);
    }

    [Fact]
    public void Record_BeyondTheSeriesLimit_IsDroppedAndCounted()
    {
        var counter = Start(maxSeries: 100).CreateCounter<int>("realtime.test.many");
        for (var i = 0; i < 500; i++)
        {
            counter.Add(1, KeyValuePair.Create<string, object?>("i", i));
        }

        var first = ExpositionGrammar.Read(_collector!.Scrape());

        // An exception thrown meanwhile by any test of this process is a series too.
        first.Count(s => s.Name is "realtime_test_many_total" or "dotnet_exceptions_total").ShouldBe(100);
        ExpositionGrammar.Read(_collector.Scrape()).ValueOf("realtime_metrics_dropped_measurements_total").ShouldBeGreaterThanOrEqualTo(400);
    }

    [Fact]
    public void Scrape_WhenAnObservableThrows_StillWritesTheRest()
    {
        var meter = Start();
        meter.CreateObservableGauge("realtime.test.broken", int () => throw new InvalidOperationException("broken"));
        meter.CreateCounter<int>("realtime.test.fine").Add(7);

        ExpositionGrammar.Read(_collector!.Scrape()).ValueOf("realtime_test_fine_total").ShouldBe(7);
    }

    [Fact]
    public void Scrape_WhenTheNameIsTakenByAnotherKind_KeepsTheFirst()
    {
        var meter = Start();
        meter.CreateUpDownCounter<int>("realtime.test.kind").Add(1);
        meter.CreateHistogram<int>("realtime.test.kind").Record(5);

        ExpositionGrammar.Read(_collector!.Scrape()).ValueOf("realtime_test_kind").ShouldBe(1);
    }

    [Fact]
    public void Scrape_LeavesOutForeignMetersAndOtherContainers()
    {
        Start();
        using var foreign = new Meter("Some.Library");
        foreign.CreateCounter<int>("some.library.calls").Add(1);
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create("Orleans.Realtime.Test").CreateCounter<int>("realtime.test.elsewhere").Add(1);

        var text = _collector!.Scrape();

        text.ShouldNotContain("some_library");
        text.ShouldNotContain("elsewhere");
    }

    [Fact]
    public async Task Record_FromManyThreads_LosesNothing()
    {
        var meter = Start();
        var counter = meter.CreateCounter<long>("realtime.test.racing");
        var real = meter.CreateCounter<double>("realtime.test.racing_real");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counter.Add(1, KeyValuePair.Create<string, object?>("n", i % 10));
                real.Add(0.5);
            }
        })));

        var samples = ExpositionGrammar.Read(_collector!.Scrape());

        samples.Where(s => s.Name == "realtime_test_racing_total").Sum(s => s.Value).ShouldBe(40_000);
        samples.ValueOf("realtime_test_racing_real_total").ShouldBe(20_000);
    }

    [Fact]
    public void Scrape_OfTheProcess_FollowsTheGrammar()
    {
        Start();
        using var process = new ProcessMetrics(_services.GetRequiredService<IMeterFactory>());

        var samples = ExpositionGrammar.Read(_collector!.Scrape());

        samples.ValueOf("process_resident_memory_bytes").ShouldBeGreaterThan(1_000_000);
        samples.ValueOf("process_cpu_seconds_total").ShouldBeGreaterThan(0);
        samples.ShouldContain(s => s.Name.StartsWith("dotnet_gc_", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _collector?.Dispose();
        _services.Dispose();
    }

    private Meter Start(int maxSeries = 5_000)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _collector = new MetricCollector(meters, Options.Create(new MetricsOptions { MaxSeries = maxSeries }), NullLogger<MetricCollector>.Instance);
        _collector.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return meters.Create("Orleans.Realtime.Test");
    }
}
