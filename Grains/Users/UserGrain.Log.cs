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

        [LoggerMessage(2503, LogLevel.Debug, "What a user has not read of one conversation could not be counted.", EventName = "UnreadNotCounted")]
        public static partial void UnreadNotCounted(ILogger logger, Exception exception);

        [LoggerMessage(2504, LogLevel.Warning, "A user was added to more than {MaxGroups} groups (Users:MaxGroups); the group is not listened to.", EventName = "TooManyGroups")]
        public static partial void TooManyGroups(ILogger logger, int maxGroups);

        [LoggerMessage(2505, LogLevel.Debug, "Gateway {InstanceId} could not be told of a user's conversations; it is tried again.", EventName = "GatewayNotTold")]
        public static partial void GatewayNotTold(ILogger logger, string instanceId, Exception exception);
    }
}
