namespace Orleans.Realtime.Gateway.Web.Delivery;

internal sealed partial class Replayer
{
    [LoggerMessage(3000, LogLevel.Error, "A replay ended in an unexpected way.", EventName = "ReplayFailed")]
    private partial void LogReplayFailed(Exception exception);

    [LoggerMessage(3001, LogLevel.Debug, "A page of history could not be read; it is tried again.", EventName = "ReplayReadFailed")]
    private partial void LogReadFailed(Exception exception);
}
