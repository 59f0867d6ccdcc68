namespace Orleans.Realtime.Gateway.Web.Listening;

/// <content>Log messages; ids 4310–4319.</content>
internal sealed partial class SocketListener
{
    [LoggerMessage(4310, LogLevel.Warning, "A connection could not be accepted; the next attempt follows shortly.", EventName = "AcceptFailed")]
    private static partial void LogAcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(4311, LogLevel.Debug, "A connection ended before its first request.", EventName = "ConnectionLost")]
    private static partial void LogConnectionLost(ILogger logger, Exception exception);
}
