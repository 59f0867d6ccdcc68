using FsCheck;
using FsCheck.Fluent;
using Orleans.Realtime.Cli.Bench;

namespace Orleans.Realtime.Cli.Tests.Bench;

public sealed class LatenciesTests
{
    [Fact]
    public void Quantile_IsNear_WhateverTheTimes()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt[]>().Filter(times => times.Length > 0), times =>
        {
            var latencies = new Latencies();
            var sorted = times.Select(time => (double)time.Get * 100).Order().ToArray();
            Array.ForEach(sorted, time => latencies.Add(TimeSpan.FromMicroseconds(time)));
            return new[] { 0.5, 0.9, 0.99, 1 }.All(share =>
            {
                var exact = sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
                return Math.Abs(latencies.Quantile(share).TotalMicroseconds - exact) <= Math.Max(1, exact * 0.07);
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void None_IsZero()
    {
        new Latencies().Quantile(0.99).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Longest_IsExact()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.FromMicroseconds(1_234_567));
        latencies.Add(TimeSpan.FromMicroseconds(3));

        latencies.Longest.ShouldBe(TimeSpan.FromMicroseconds(1_234_567));
        latencies.Count.ShouldBe(2);
    }
}
