using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Rooms;

internal sealed partial class RoomGrain
{
    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Warning, "The routes of a room could not be written; its gateways attach again.", EventName = "RoutesNotWritten")]
        public static partial void RoutesNotWritten(ILogger logger, Exception exception);

        [LoggerMessage(2402, LogLevel.Warning, "The written routes of a room could not be removed.", EventName = "RoutesNotCleared")]
        public static partial void RoutesNotCleared(ILogger logger, Exception exception);
    }
}
