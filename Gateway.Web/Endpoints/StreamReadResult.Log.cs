namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <content>Log messages; ids 4300–4309.</content>
internal sealed partial class StreamReadResult
{
    [LoggerMessage(4300, LogLevel.Warning, "{Entries} entries were answered and could not be acknowledged: the answer breaks off, and they stay pending.", EventName = "NotAcknowledged")]
    private static partial void LogNotAcknowledged(ILogger logger, Exception exception, int entries);
}
