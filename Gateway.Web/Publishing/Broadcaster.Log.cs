namespace Orleans.Realtime.Gateway.Web.Publishing;

internal sealed partial class Broadcaster
{
    [LoggerMessage(3110, LogLevel.Warning, "A gateway did not take a broadcast.", EventName = "BroadcastMissedGateway")]
    private partial void LogGatewayMissed(Exception exception);
}
