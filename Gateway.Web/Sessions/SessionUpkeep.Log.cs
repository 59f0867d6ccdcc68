namespace Orleans.Realtime.Gateway.Web.Sessions;

internal sealed partial class SessionUpkeep
{
    [LoggerMessage(3210, LogLevel.Error, "A round of the sessions' upkeep failed.", EventName = "SessionUpkeepFailed")]
    private partial void LogRoundFailed(Exception exception);
}
