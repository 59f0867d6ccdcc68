namespace Orleans.Realtime.Gateway.Web.Sockets;

internal sealed partial class WebSocketConnection
{
    [LoggerMessage(2001, LogLevel.Debug, "Closing: {Initiator} {Code} {Reason}.", EventName = "SocketClosing")]
    private static partial void LogClosing(ILogger logger, SocketCloseInitiator initiator, int code, string reason);

    [LoggerMessage(2002, LogLevel.Debug, "The connection broke while sending.", EventName = "SocketSendFailed")]
    private static partial void LogSendFailed(ILogger logger, Exception exception);

    [LoggerMessage(2003, LogLevel.Debug, "The connection broke while receiving.", EventName = "SocketReceiveFailed")]
    private static partial void LogReceiveFailed(ILogger logger, Exception exception);

    [LoggerMessage(2004, LogLevel.Error, "A message's handler failed; the socket is closed with 1011.", EventName = "SocketHandlerFailed")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception);
}
