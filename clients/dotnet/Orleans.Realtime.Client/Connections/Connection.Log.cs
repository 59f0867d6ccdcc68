using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Client.Connections;

internal sealed partial class Connection
{
    [LoggerMessage(9000, LogLevel.Information, "Connected to gateway {InstanceId} with session {SessionId}; resumed: {IsResumed}.")]
    private static partial void LogConnected(ILogger logger, string? sessionId, string? instanceId, bool isResumed);

    [LoggerMessage(9001, LogLevel.Information, "The connection ended with {CloseCode}: {Reason}")]
    private static partial void LogLost(ILogger logger, int closeCode, string reason);

    [LoggerMessage(9002, LogLevel.Debug, "The next attempt to connect comes in {DelayMs} ms.")]
    private static partial void LogWaiting(ILogger logger, double delayMs);
}
