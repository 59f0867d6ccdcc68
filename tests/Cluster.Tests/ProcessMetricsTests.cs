using System.Globalization;
using System.Net;
using Orleans.Realtime.Cluster.Tests.Support;
using Orleans.Realtime.Tests.Shared;

namespace Orleans.Realtime.Cluster.Tests;

/// <summary>What processes tell orchestrators and Prometheus.</summary>
public sealed class ProcessMetricsTests
{
    [Fact]
    public async Task Silo_TellsHowItIs_UntilItIsToldToEnd()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var silo = await StartAsync(redis);
        using var http = new HttpClient { BaseAddress = silo.Address };

        (await http.GetStringAsync("/health")).ShouldBe("ok\n");
        (await http.GetStringAsync("/ready")).ShouldBe("ready\n");
        (await http.GetAsync("/stats")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var answer = await http.GetAsync("/metrics");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var samples = ExpositionGrammar.Read(await answer.Content.ReadAsStringAsync());
        samples.ValueOf("realtime_directory_gateways").ShouldBe(0);
        samples.ValueOf("realtime_storage_connections").ShouldBeInRange(0, 1);
        samples.ValueOf("process_resident_memory_bytes").ShouldBeGreaterThan(0);

        silo.Signal("TERM");
        (await silo.WaitForExitAsync(TimeSpan.FromSeconds(40))).ShouldBe(0, silo.Output);
    }

    [Fact]
    public async Task Embedded_HasItsZerosBeforeAnythingHappens()
    {
        await using var server = await EmbeddedServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };

        var samples = ExpositionGrammar.Read(await http.GetStringAsync("/metrics"));

        samples.ValueOf("realtime_gateway_connections").ShouldBe(0, "the autoscaler goes by it");
        samples.ValueOf("realtime_gateway_sent_bytes_total").ShouldBe(0);
        samples.ValueOf("realtime_directory_gateways").ShouldBeInRange(0, 1);
    }

    private static async Task<EmbeddedServer> StartAsync(RedisServer redis)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await EmbeddedServer.StartSiloAsync(
                    ("ConnectionStrings:Redis", redis.ConnectionString),
                    ("Health:Urls", "http://127.0.0.1:0"),
                    ("Cluster:AdvertisedAddress", "127.0.0.1"),
                    ("Cluster:SiloPort", FreePort()),
                    ("Cluster:GatewayPort", FreePort()));
            }
            catch (InvalidOperationException exception) when (attempt < 5 && exception.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
            {
                // Somebody took the port meanwhile.
            }
        }
    }

    private static string FreePort() => RedisServer.FreePort().ToString(CultureInfo.InvariantCulture);
}
