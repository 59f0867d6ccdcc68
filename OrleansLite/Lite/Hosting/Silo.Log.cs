using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Lite.Hosting;

internal sealed partial class Silo
{
    [LoggerMessage(50, LogLevel.Error, "Silo {Silo} was taken for dead by the others: it drops its grains and joins anew", EventName = "BeginsAnew")]
    private static partial void LogBeginsAnew(ILogger logger, SiloAddress silo);

    [LoggerMessage(51, LogLevel.Warning, "The membership could not be written; it is tried again", EventName = "MembershipNotWritten")]
    private static partial void LogNotEntered(ILogger logger, Exception exception);

    [LoggerMessage(52, LogLevel.Warning, "The membership could not be read after a pause", EventName = "MembershipNotRead")]
    private static partial void LogNotRefreshed(ILogger logger, Exception exception);
}
