using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Users;

internal sealed partial class UserGrain
{
    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Debug, "An inbox could not be trimmed now.", EventName = "InboxNotTrimmed")]
        public static partial void NotTrimmed(ILogger logger, Exception exception);

        [LoggerMessage(2502, LogLevel.Warning, "The state of a user could not be written; its gateways attach again.", EventName = "UserNotWritten")]
        public static partial void NotWritten(ILogger logger, Exception exception);
    }
}
