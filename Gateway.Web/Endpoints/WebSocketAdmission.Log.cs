namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <content>Log messages; ids 4330–4339.</content>
internal sealed partial class WebSocketAdmission
{
    [LoggerMessage(4330, LogLevel.Error, "A session failed; its client can resume.", EventName = "SessionRunFailed")]
    private static partial void LogSessionFailed(ILogger logger, Exception exception);
}
