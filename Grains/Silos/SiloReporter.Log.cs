using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.Grains.Silos;

internal sealed partial class SiloReporter
{
    [LoggerMessage(2320, LogLevel.Debug, "The silo's report did not reach the directory; the next one follows.", EventName = "SiloNotReported")]
    private partial void LogNotReported(Exception exception);
}
