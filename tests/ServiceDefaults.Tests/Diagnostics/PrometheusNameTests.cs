using Orleans.Realtime.ServiceDefaults.Diagnostics;

namespace Orleans.Realtime.ServiceDefaults.Tests.Diagnostics;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("realtime.gateway.connections", "{connection}", "Gauge", "realtime_gateway_connections")]
    [InlineData("realtime.publish.messages", "{message}", "Counter", "realtime_publish_messages_total")]
    [InlineData("realtime.publish.total", "{message}", "Counter", "realtime_publish_total")]
    [InlineData("realtime.log.append.duration", "s", "Histogram", "realtime_log_append_duration_seconds")]
    [InlineData("realtime.log.append.seconds", "s", "Histogram", "realtime_log_append_seconds")]
    [InlineData("dotnet.gc.pause.time", "s", "Counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("process.resident_memory", "By", "Gauge", "process_resident_memory_bytes")]
    [InlineData("net.rate", "By/s", "Gauge", "net_rate_bytes_per_second")]
    [InlineData("queue.rate", "{item}/s", "Gauge", "queue_rate_per_second")]
    [InlineData("queue.fill", "1", "Gauge", "queue_fill_ratio")]
    [InlineData("queue.done", "1", "Counter", "queue_done_total")]
    [InlineData("9.lives-left", null, "Gauge", "_9_lives_left")]
    public void Of_FollowsTheNamingRules(string instrument, string? unit, string type, string expected) =>
        PrometheusName.Of(instrument, unit, Enum.Parse<MetricType>(type)).ShouldBe(expected);
}
