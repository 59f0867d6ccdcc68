using Microsoft.Extensions.Logging;

namespace Orleans.Realtime.ServiceDefaults.Diagnostics;

public sealed partial class MetricCollector
{
    [LoggerMessage(7000, LogLevel.Warning, "Instrument {Instrument} of meter {Meter} is left out: {Name} is another kind of metric already.", EventName = "MetricNameTaken")]
    private static partial void LogNameTaken(ILogger logger, string instrument, string meter, string name);

    [LoggerMessage(7001, LogLevel.Warning, "An observable instrument threw while metrics were collected.", EventName = "MetricObservationFailed")]
    private static partial void LogObservationFailed(ILogger logger, Exception exception);
}
