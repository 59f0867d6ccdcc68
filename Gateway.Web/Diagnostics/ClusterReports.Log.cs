namespace Orleans.Realtime.Gateway.Web.Diagnostics;

/// <content>Log messages; ids 4400–4409.</content>
internal sealed partial class ClusterReports
{
    [LoggerMessage(4400, LogLevel.Debug, "A directory did not answer; its gateways or silos are missing in the overview.", EventName = "ReportsMissing")]
    private partial void LogNoAnswer(Exception exception);
}
