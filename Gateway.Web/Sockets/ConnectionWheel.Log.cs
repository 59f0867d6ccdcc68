namespace Orleans.Realtime.Gateway.Web.Sockets;

internal sealed partial class ConnectionWheel
{
    [LoggerMessage(2101, LogLevel.Error, "A socket's timed check failed; the other sockets are not concerned.", EventName = "WheelEntryFailed")]
    private static partial void LogEntryFailed(ILogger logger, Exception exception);
}
