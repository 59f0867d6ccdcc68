using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Client.Sessions;

internal sealed partial class Session
{
    [LoggerMessage(9200, LogLevel.Warning, "{Code}: {Problem}")]
    private static partial void LogFailed(ILogger logger, string code, string problem);

    [LoggerMessage(9201, LogLevel.Warning, "Messages {FromSeq} to {ToSeq} of a {Log} are missing; began anew: {IsReset}.")]
    private static partial void LogGap(ILogger logger, RealtimeLog log, long fromSeq, long toSeq, bool isReset);
}
