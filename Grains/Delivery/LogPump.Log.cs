using Microsoft.Extensions.Logging;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Delivery;

internal abstract partial class LogPump
{
    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Debug, "A delivery from a log of kind {Kind} to {Receiver} failed; it is repeated, unless its messages are in no log.", EventName = "DeliveryFailed")]
        public static partial void DeliveryFailed(ILogger logger, string receiver, LogKind kind, Exception exception);

        [LoggerMessage(2002, LogLevel.Warning, "A log of kind {Kind} cannot be read for delivery; it is tried again.", EventName = "DeliveryReadFailed")]
        public static partial void ReadFailed(ILogger logger, LogKind kind, Exception exception);

        [LoggerMessage(2003, LogLevel.Debug, "Route from a log of kind {Kind} to {Receiver} dropped: {Reason}.", EventName = "RouteDropped")]
        public static partial void RouteDropped(ILogger logger, string receiver, LogKind kind, RouteDropReason reason);
    }
}
