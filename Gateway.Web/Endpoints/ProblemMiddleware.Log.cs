namespace Orleans.Realtime.Gateway.Web.Endpoints;

internal sealed partial class ProblemMiddleware
{
    [LoggerMessage(7020, LogLevel.Error, "A request ended with an unexpected fault.", EventName = "RequestFailed")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
