using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Lite.Messaging;

internal sealed partial class Node
{
    [LoggerMessage(1, LogLevel.Warning, "One-way call {Method} failed", EventName = "OneWayFailed")]
    private static partial void LogOneWayFailed(ILogger logger, Exception exception, string method);

    [LoggerMessage(3, LogLevel.Error, "An answer to {Caller} could not be sent", EventName = "AnswerNotSent")]
    private static partial void LogAnswerNotSent(ILogger logger, Exception exception, SiloAddress caller);

    [LoggerMessage(4, LogLevel.Warning, "One-way call {Method} could not be sent", EventName = "OneWayNotSent")]
    private static partial void LogOneWayNotSent(ILogger logger, Exception exception, string method);

    [LoggerMessage(2, LogLevel.Debug, "One-way call {Method} to {Target} had nowhere to go", EventName = "OneWayUndeliverable")]
    private static partial void LogOneWayUndeliverable(ILogger logger, GrainId target, string method);
}
