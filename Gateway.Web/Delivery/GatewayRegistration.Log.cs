namespace Orleans.Realtime.Gateway.Web.Delivery;

internal sealed partial class GatewayRegistration
{
    [LoggerMessage(3040, LogLevel.Warning, "The gateway's lease could not be renewed; it is tried again.", EventName = "LeaseRenewalFailed")]
    private partial void LogRenewalFailed(Exception exception);

    [LoggerMessage(3041, LogLevel.Debug, "The gateway's lease could not be given back; it runs out by itself.", EventName = "LeaseReleaseFailed")]
    private partial void LogReleaseFailed(Exception exception);
}
