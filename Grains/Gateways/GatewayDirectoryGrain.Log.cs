using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Gateways;

internal sealed partial class GatewayDirectoryGrain
{
    private static partial class Log
    {
        [LoggerMessage(2310, LogLevel.Warning, "The lease of gateway {Gateway} ran out.", EventName = "LeaseExpired")]
        public static partial void LeaseExpired(ILogger logger, string gateway);

        [LoggerMessage(2311, LogLevel.Warning, "The list of gateways could not be written.", EventName = "GatewaysNotWritten")]
        public static partial void WriteFailed(ILogger logger, Exception exception);
    }
}
