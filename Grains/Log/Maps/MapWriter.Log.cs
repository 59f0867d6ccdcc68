using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Log.Maps;

/// <content>Log messages, event ids 2130 to 2139. While storage is away every map of the silo fails: in detail only.</content>
internal sealed partial class MapWriter
{
    [LoggerMessage(2130, LogLevel.Information, "Map {Map} of log {Log} has another writer or was lost: giving it up.", EventName = "MapFenced")]
    private static partial void LogFenced(ILogger logger, LogId log, string map);

    [LoggerMessage(2131, LogLevel.Information, "A write of map {Map} of log {Log} was refused: {Reason}", EventName = "MapConflict")]
    private static partial void LogConflict(ILogger logger, LogId log, string map, string reason);

    [LoggerMessage(EventId = 2132, Message = "Map {Map} of log {Log} cannot be written; it is tried again.", EventName = "MapWriteFailed")]
    private static partial void LogWriteFailed(ILogger logger, LogLevel level, Exception exception, LogId log, string map);

    [LoggerMessage(2133, LogLevel.Debug, "Map {Map} of log {Log} cannot be read.", EventName = "MapReadFailed")]
    private static partial void LogReadFailed(ILogger logger, Exception exception, LogId log, string map);
}
