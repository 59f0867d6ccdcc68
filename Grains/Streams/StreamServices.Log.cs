using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Streams;

/// <content>Log messages, event ids 2600 to 2609. While storage is away every stream of the silo fails: the store says so once, the streams in detail only.</content>
internal sealed partial class StreamServices
{
    [LoggerMessage(2600, LogLevel.Debug, "Stream {Stream} cannot be reached: {Reason}", EventName = "StreamUnavailable")]
    private static partial void LogUnavailable(ILogger logger, string stream, string reason);

    [LoggerMessage(2601, LogLevel.Warning, "A call to the storage of stream {Stream} has an unknown outcome.", EventName = "StreamOutcomeUnknown")]
    private static partial void LogOutcomeUnknown(ILogger logger, Exception exception, string stream);
}
