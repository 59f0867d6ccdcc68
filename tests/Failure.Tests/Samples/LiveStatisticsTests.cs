using System.Text.Json.Nodes;
using Orleans.Realtime.Cluster.Harness.Processes;
using Orleans.Realtime.Failure.Tests.Support;

namespace Orleans.Realtime.Failure.Tests.Samples;

/// <summary><c>samples/LiveStatistics</c>: the sums are right, also when the service is killed while it counts.</summary>
public sealed class LiveStatisticsTests
{
    private const int Rounds = 40;
    private static readonly string[] Pages = ["/", "/shop", "/help"];

    [Fact]
    public async Task EveryEventIsCountedOnce_AlsoWhenTheServiceIsKilled()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { Silos = 1, Gateways = 1, Arguments = ["--sample", "LiveStatistics"] });
        var (gateway, service) = (cluster.Gateways[0], cluster.Samples[0]);
        var published = new Dictionary<string, long>(StringComparer.Ordinal);

        for (var round = 0; round < Rounds; round++)
        {
            var events = Enumerable.Range(0, 25).Select(i => Pages[(round + i) % (1 + (i % Pages.Length))]).ToList();
            var messages = string.Join(',', events.Select(page => $$"""{"data":{"key":"{{page}}"} }"""));
            (await Api.PostAsync(gateway, "/api/v1/streams/page-views/messages", $$"""{"messages":[{{messages}}]}""")).Status.ShouldBe(200);
            foreach (var page in events)
            {
                published[page] = published.GetValueOrDefault(page) + 1;
            }

            if (round % 10 == 9)
            {
                // Right after it has shown something, with events on their way.
                var shown = SampleLines.With("shown", service.LogFile).Count;
                await UntilAsync(() => Task.FromResult(SampleLines.With("shown", service.LogFile).Count > shown), "it counts");
                await cluster.KillAsync(service);
                await cluster.RestartAsync(service);
            }
        }

        await UntilAsync(async () => (await TotalsAsync()).Values.Sum() >= published.Values.Sum(), "all is counted");

        (await TotalsAsync()).OrderBy(total => total.Key).ShouldBe(published.OrderBy(total => total.Key));

        // A dashboard takes the newest message of each minute.
        async Task<Dictionary<string, long>> TotalsAsync()
        {
            var messages = (await Api.GetAsync(gateway, "/api/v1/rooms/statistics/messages?limit=500"))["messages"]!.AsArray();
            var minutes = messages.Select(message => message!["data"]!).GroupBy(data => data["minute"]!.GetValue<string>()).Select(minute => minute.Last());
            return minutes
                .SelectMany(data => data["counts"]!.AsObject())
                .GroupBy(count => count.Key, count => count.Value!.GetValue<long>())
                .ToDictionary(key => key.Key, key => key.Sum(), StringComparer.Ordinal);
        }

        Task UntilAsync(Func<Task<bool>> condition, string what) => SampleLines.UntilAsync(condition, what, cluster.Describe);
    }
}
