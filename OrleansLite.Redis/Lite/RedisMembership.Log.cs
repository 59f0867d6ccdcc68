using Microsoft.Extensions.Logging;

namespace Orleans.Lite.Redis;

internal sealed partial class RedisMembership
{
    [LoggerMessage(60, LogLevel.Warning, "The membership cannot be reached: the last view stays in force", EventName = "MembershipAway")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(61, LogLevel.Information, "The membership can be reached again", EventName = "MembershipBack")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(62, LogLevel.Warning, "The membership was emptied: the last view is written again", EventName = "MembershipEmptied")]
    private static partial void LogEmptied(ILogger logger);

    [LoggerMessage(63, LogLevel.Error, "The entry {Name} of the membership cannot be read", EventName = "MemberUnreadable")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string name);
}
