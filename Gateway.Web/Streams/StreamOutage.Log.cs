namespace Orleans.Realtime.Gateway.Web.Streams;

internal sealed partial class StreamOutage
{
    [LoggerMessage(3500, LogLevel.Warning, "Streams cannot be read; subscribers and consumers stay and go on when they can.", EventName = "StreamsAway")]
    private partial void LogAway(Exception exception);

    [LoggerMessage(3501, LogLevel.Information, "Streams can be read again.", EventName = "StreamsBack")]
    private partial void LogBack();
}
