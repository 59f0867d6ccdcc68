using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Connections;

internal sealed partial class ConnectionGrain
{
    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Debug, "A newer socket on gateway {Gateway} takes a session over.", EventName = "SessionTakenOver")]
        public static partial void TakenOver(ILogger logger, string gateway);

        [LoggerMessage(2202, LogLevel.Warning, "A session could not be written; it is in memory only.", EventName = "SessionNotWritten")]
        public static partial void NotWritten(ILogger logger, Exception exception);

        [LoggerMessage(2203, LogLevel.Warning, "The record of a session that ended could not be removed.", EventName = "SessionNotCleared")]
        public static partial void NotCleared(ILogger logger, Exception exception);
    }
}
