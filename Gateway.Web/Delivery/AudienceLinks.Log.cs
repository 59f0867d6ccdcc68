namespace Orleans.Realtime.Gateway.Web.Delivery;

internal sealed partial class AudienceLinks
{
    [LoggerMessage(3010, LogLevel.Debug, "The owner of a log could not be told that a connection left.", EventName = "LeaveFailed")]
    private partial void LogLeaveFailed(Exception exception);

    [LoggerMessage(3011, LogLevel.Warning, "An audience could not be attached again yet.", EventName = "ReattachFailed")]
    private partial void LogReattachFailed(Exception exception);

    [LoggerMessage(3012, LogLevel.Debug, "The owner of a log could not be told that nobody listens here any more.", EventName = "DetachFailed")]
    private partial void LogDetachFailed(Exception exception);
}
