using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Hosting;

/// <content>Log messages; ids 4210–4219.</content>
internal sealed partial class RedisGate
{
    [LoggerMessage(4210, LogLevel.Warning, "Redis cannot be reached yet; next attempt in {Seconds:F1} s: {Reason}", EventName = "WaitsForRedis")]
    private static partial void LogWaits(ILogger logger, double seconds, string reason);
}
