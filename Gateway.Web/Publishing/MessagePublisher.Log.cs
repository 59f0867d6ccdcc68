namespace Orleans.Realtime.Gateway.Web.Publishing;

internal sealed partial class MessagePublisher
{
    [LoggerMessage(3100, LogLevel.Error, "Publishing failed in an unexpected way.", EventName = "PublishFailed")]
    private partial void LogPublishFailed(Exception exception);

    [LoggerMessage(3101, LogLevel.Error, "The receiver of a publish receipt failed.", EventName = "ReceiptContinuationFailed")]
    private partial void LogContinuationFailed(Exception exception);
}
