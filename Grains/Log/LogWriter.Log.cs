using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log;

/// <content>
/// Log messages, event ids 2100 to 2119. While storage is away every log of the silo fails, again and again: the store says so once, the
/// writers in detail only.
/// </content>
internal sealed partial class LogWriter
{
    [LoggerMessage(2100, LogLevel.Information, "Log {Log} has another writer or was lost: giving it up.", EventName = "LogFenced")]
    private static partial void LogFenced(ILogger logger, LogId log);

    [LoggerMessage(2101, LogLevel.Information, "An append to log {Log} was refused: {Reason}", EventName = "LogConflict")]
    private static partial void LogConflict(ILogger logger, LogId log, string reason);

    [LoggerMessage(2102, LogLevel.Debug, "Log {Log} cannot be written, messages were refused: {Reason}", EventName = "LogUnavailable")]
    private static partial void LogUnavailable(ILogger logger, LogId log, string reason);

    [LoggerMessage(2103, LogLevel.Warning, "An append to log {Log} has an unknown outcome: reading the log again.", EventName = "LogOutcomeUnknown")]
    private static partial void LogOutcomeUnknown(ILogger logger, Exception exception, LogId log);

    [LoggerMessage(EventId = 2104, Message = "Log {Log} cannot be opened.", EventName = "LogOpenFailed")]
    private static partial void LogOpenFailed(ILogger logger, LogLevel level, Exception exception, LogId log);

    [LoggerMessage(EventId = 2105, Message = "Log {Log} cannot be read.", EventName = "LogReadFailed")]
    private static partial void LogReadFailed(ILogger logger, LogLevel level, Exception exception, LogId log);

    [LoggerMessage(EventId = 2106, Message = "The acknowledged position of log {Log} cannot be written.", EventName = "LogAcknowledgeFailed")]
    private static partial void LogAcknowledgeFailed(ILogger logger, LogLevel level, Exception exception, LogId log);

    [LoggerMessage(2107, LogLevel.Warning, "Log {Log} is not what it was: it ended at {Known}, now at {Actual}.", EventName = "LogRegressed")]
    private static partial void LogRegressed(ILogger logger, LogId log, long known, long actual);

    [LoggerMessage(2108, LogLevel.Error, "The owner of log {Log} failed on new entries.", EventName = "LogListenerFailed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception, LogId log);

    [LoggerMessage(2109, LogLevel.Error, "Writing log {Log} failed: giving it up.", EventName = "LogFlushFailed")]
    private static partial void LogFlushFailed(ILogger logger, Exception exception, LogId log);

    internal static LogLevel LevelOf(Exception exception) => exception is LogUnavailableException ? LogLevel.Debug : LogLevel.Warning;
}
