namespace Orleans.Realtime.Gateway.Web.Listening;

/// <content>Log messages; ids 4320–4329.</content>
internal sealed partial class WebSocketIntake
{
    [LoggerMessage(4320, LogLevel.Debug, "A handshake could not be judged; the HTTP server answers it.", EventName = "JudgementFailed")]
    private static partial void LogJudgementFailed(ILogger logger, Exception exception);
}
