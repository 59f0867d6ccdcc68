namespace Orleans.Realtime.Gateway.Web.Auth;

/// <content>Log messages; ids 4000–4009.</content>
internal sealed partial class DevelopmentModeGuard
{
    [LoggerMessage(4000, LogLevel.Warning, "Auth:Mode is Development and {Address} is reached by other machines: anyone there may be any user and any service.", EventName = "DevelopmentModeOpen")]
    private static partial void LogOpen(ILogger logger, string address);
}
