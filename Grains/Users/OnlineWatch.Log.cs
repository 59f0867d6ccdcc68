using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Users;

internal sealed partial class OnlineWatch
{
    [LoggerMessage(2506, LogLevel.Debug, "Users of a gateway that is gone could not all be asked.", EventName = "OnlineLookFailed")]
    private partial void LogLookFailed(Exception exception);
}
