using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Client.Listening;

internal sealed partial class Dispatcher
{
    [LoggerMessage(9100, LogLevel.Error, "A handler of {Event} failed.")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception, string @event);
}
