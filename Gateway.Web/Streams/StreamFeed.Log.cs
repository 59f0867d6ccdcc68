namespace Orleans.Realtime.Gateway.Web.Streams;

internal sealed partial class StreamFeed
{
    [LoggerMessage(3502, LogLevel.Error, "A subscription to a stream failed in an unexpected way.", EventName = "StreamCatchUpFailed")]
    private partial void LogCatchUpFailed(Exception exception);
}
