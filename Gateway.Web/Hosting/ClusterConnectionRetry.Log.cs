namespace Orleans.Realtime.Gateway.Web.Hosting;

/// <content>Log messages; ids 4200–4209.</content>
internal sealed partial class ClusterConnectionRetry
{
    [LoggerMessage(4200, LogLevel.Warning, "The cluster cannot be reached yet; next attempt in {Seconds:F1} s: {Reason}", EventName = "WaitsForCluster")]
    private static partial void LogWaits(ILogger logger, double seconds, string reason);
}
