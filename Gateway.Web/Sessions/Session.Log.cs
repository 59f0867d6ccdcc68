namespace Orleans.Realtime.Gateway.Web.Sessions;

internal sealed partial class Session
{
    [LoggerMessage(3200, LogLevel.Error, "A frame failed in an unexpected way.", EventName = "FrameFailed")]
    private static partial void LogFrameFailed(ILogger logger, Exception exception);

    [LoggerMessage(3201, LogLevel.Warning, "A session could not be opened.", EventName = "SessionOpenFailed")]
    private static partial void LogOpenFailed(ILogger logger, Exception exception);

    [LoggerMessage(3202, LogLevel.Debug, "A session's state could not be recorded; it is tried again.", EventName = "SessionUpdateFailed")]
    private static partial void LogUpdateFailed(ILogger logger, Exception exception);

    [LoggerMessage(3203, LogLevel.Warning, "The last state of a session could not be recorded.", EventName = "SessionDetachFailed")]
    private static partial void LogDetachFailed(ILogger logger, Exception exception);

    [LoggerMessage(3204, LogLevel.Warning, "A client's positions could not be taken up; it is sent back to try again.", EventName = "SessionResumeFailed")]
    private static partial void LogResumeFailed(ILogger logger, Exception exception);

    [LoggerMessage(3205, LogLevel.Debug, "A conversation could not be listened to; it is tried again.", EventName = "ListenFailed")]
    private static partial void LogListenFailed(ILogger logger, Exception exception);

    [LoggerMessage(3206, LogLevel.Debug, "What is unread could not be counted for a new connection.", EventName = "UnreadFailed")]
    private static partial void LogUnreadFailed(ILogger logger, Exception exception);
}
