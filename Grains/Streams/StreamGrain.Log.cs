using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Streams;

internal sealed partial class StreamGrain
{
    private static partial class Log
    {
        [LoggerMessage(2602, LogLevel.Debug, "Stream {Stream} could not be trimmed on its interval.", EventName = "StreamNotTrimmed")]
        public static partial void NotTrimmed(ILogger logger, Exception exception, string stream);

        [LoggerMessage(2603, LogLevel.Debug, "Idle consumers of stream {Stream} could not be removed.", EventName = "IdleConsumersNotRemoved")]
        public static partial void ConsumersNotRemoved(ILogger logger, Exception exception, string stream);
    }
}
