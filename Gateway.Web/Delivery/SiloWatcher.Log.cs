namespace Orleans.Realtime.Gateway.Web.Delivery;

internal sealed partial class SiloWatcher
{
    [LoggerMessage(3030, LogLevel.Warning, "{Count} silos are gone; what lived there is attached again.", EventName = "SilosLost")]
    private partial void LogSilosLost(int count);

    [LoggerMessage(3031, LogLevel.Debug, "The list of silos could not be read.", EventName = "SiloPollFailed")]
    private partial void LogPollFailed(Exception exception);
}
