using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Log.Redis;

/// <content>Log messages, event ids 2120 to 2129.</content>
internal sealed partial class RedisConnection
{
    [LoggerMessage(2120, LogLevel.Error, "Redis is out of reach ({Reason}): what needs it is refused until it is back. Trying again.", EventName = "RedisLost")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(2121, LogLevel.Information, "Redis is back.", EventName = "RedisRestored")]
    private static partial void LogRestored(ILogger logger);

    [LoggerMessage(2122, LogLevel.Debug, "A connection to Redis did not close cleanly.", EventName = "RedisCloseFailed")]
    private static partial void LogCloseFailed(ILogger logger, Exception exception);
}
