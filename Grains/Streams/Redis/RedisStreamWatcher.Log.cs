using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Streams.Redis;

/// <content>Log messages, event ids 2140 to 2149.</content>
internal sealed partial class RedisStreamWatcher
{
    [LoggerMessage(2140, LogLevel.Warning, "Redis does not tell of new entries in streams ({Reason}): who waits for them finds them when it asks again. Trying again.", EventName = "StreamWatchLost")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(2141, LogLevel.Information, "Redis tells of new entries in streams again.", EventName = "StreamWatchRestored")]
    private static partial void LogRestored(ILogger logger);

    [LoggerMessage(2142, LogLevel.Warning, "Redis refuses one blocking read over all watched streams ({Reason}): they are asked in turn.", EventName = "StreamWatchPolls")]
    private static partial void LogPolls(ILogger logger, string reason);

    [LoggerMessage(2143, LogLevel.Warning, "Redis refuses CLIENT UNBLOCK ({Reason}): reads over watched streams are short instead.", EventName = "StreamWatchMayNotUnblock")]
    private static partial void LogMayNotUnblock(ILogger logger, string reason);
}
