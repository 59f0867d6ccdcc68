using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Lite.Activations;

internal sealed partial class ActivationTable
{
    public void LogActivationFailed(Exception exception, GrainId grain) => LogActivationFailed(node.Logger, exception, grain);

    public void LogDeactivationFailed(Exception exception, GrainId grain) => LogDeactivationFailed(node.Logger, exception, grain);

    public void LogTimerFailed(Exception exception, GrainId grain) => LogTimerFailed(node.Logger, exception, grain);

    public void LogAnswerFailed(Exception exception, GrainId grain) => LogAnswerFailed(node.Logger, exception, grain);

    [LoggerMessage(10, LogLevel.Error, "Grain {Grain} could not be activated", EventName = "ActivationFailed")]
    private static partial void LogActivationFailed(ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(11, LogLevel.Warning, "Grain {Grain} failed while it was deactivated", EventName = "DeactivationFailed")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(13, LogLevel.Error, "The outcome of a turn of grain {Grain} could not be handed on", EventName = "AnswerFailed")]
    private static partial void LogAnswerFailed(ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(12, LogLevel.Warning, "A timer of grain {Grain} failed", EventName = "TimerFailed")]
    private static partial void LogTimerFailed(ILogger logger, Exception exception, GrainId grain);
}
