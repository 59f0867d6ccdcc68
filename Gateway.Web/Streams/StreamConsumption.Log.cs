namespace Orleans.Realtime.Gateway.Web.Streams;

internal sealed partial class StreamConsumption
{
    [LoggerMessage(3503, LogLevel.Debug, "A consumer that has gone could not be removed from its group.", EventName = "ConsumerNotRemoved")]
    private static partial void LogNotRemoved(ILogger logger, Exception exception);
}
