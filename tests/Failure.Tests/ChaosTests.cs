using Orleans.Realtime.Cluster.Harness.Chaos;
using Xunit.Abstractions;

namespace Orleans.Realtime.Failure.Tests;

/// <summary>The short form of <c>bench/chaos.sh</c>: the same run, with seeds that stay.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(7)]
    public async Task Cluster_UnderRandomFaults_KeepsItsPromises(int seed)
    {
        var result = await ChaosRun.RunAsync(new()
        {
            Seed = seed,
            Duration = TimeSpan.FromSeconds(25),
            LongestFault = TimeSpan.FromSeconds(6),
            Silos = 2,
            Say = output.WriteLine,
        });

        result.Failure.ShouldBeNull();
        result.History.Violations.ShouldBeEmpty();
        result.Faults.ShouldNotBeEmpty();
        result.History.Acknowledged.ShouldBeGreaterThan(100);
        result.History.Delivered.ShouldBeGreaterThan(result.History.Acknowledged);
    }
}
