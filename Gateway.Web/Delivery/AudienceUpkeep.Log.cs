namespace Orleans.Realtime.Gateway.Web.Delivery;

internal sealed partial class AudienceUpkeep
{
    [LoggerMessage(3020, LogLevel.Error, "A round of the audiences' upkeep failed.", EventName = "UpkeepFailed")]
    private partial void LogRoundFailed(Exception exception);
}
