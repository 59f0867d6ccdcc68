using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Gateways;

internal sealed partial class GatewayLiveness
{
    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Debug, "The gateway directory did not say whether {Gateway} is alive; it counts as alive.", EventName = "DirectoryUnavailable")]
        public static partial void DirectoryUnavailable(ILogger logger, string gateway, Exception exception);
    }
}
